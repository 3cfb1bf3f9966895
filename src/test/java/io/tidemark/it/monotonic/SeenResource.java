package io.tidemark.it.monotonic;

import io.tidemark.Freshness;
import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads and writes the color of a thing. */
@Path("seen/{id}")
@RequestScoped
public class SeenResource {

    @Inject
    @Routed
    DataSource routed;

    @PathParam("id")
    long id;

    @GET
    @Path("default")
    @RoutedReads
    public String byDefault() throws SQLException {
        return color();
    }

    @GET
    @Path("without-waiting")
    @RoutedReads(waitMillis = 0)
    public String withoutWaiting() throws SQLException {
        return color();
    }

    @GET
    @Path("monotonic")
    @RoutedReads(Freshness.MONOTONIC)
    public String monotonic() throws SQLException {
        return color();
    }

    @PUT
    @Path("{color}")
    public void paint(@PathParam("color") String color) throws SQLException {
        try (Connection connection = routed.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE things SET color = ? WHERE id = ?")) {
            update.setString(1, color);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    private String color() throws SQLException {
        try (Connection connection = routed.getConnection();
                PreparedStatement read = connection.prepareStatement("SELECT color FROM things WHERE id = ?")) {
            read.setLong(1, id);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
