package io.tidemark.it.app;

import io.tidemark.Freshness;
import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The color of a thing by plain JDBC, read as the text of the SQL, or the method, asks for. */
@Path("colors/{id}")
@RequestScoped
@RoutedReads
public class Colors {

    private static final String READ = "SELECT color FROM things WHERE id = ?";

    @Inject
    @Routed
    DataSource routed;

    @GET
    @Path("asking-for-nothing")
    public String plain(@PathParam("id") long id) throws SQLException {
        return read(READ, id);
    }

    @GET
    @Path("by-comment")
    public String byComment(@PathParam("id") long id) throws SQLException {
        return read("/* tidemark: primary */ " + READ, id);
    }

    /** Reads with a comment in the second of three statements. The comment must not affect the others. */
    @GET
    @Path("by-comment-in-between")
    public String byCommentInBetween(@PathParam("id") long id) throws SQLException {
        return plain(id) + ", " + byComment(id) + ", " + plain(id);
    }

    @GET
    @Path("by-method")
    @RoutedReads(Freshness.LATEST)
    public String byMethod(@PathParam("id") long id) throws SQLException {
        return read(READ, id);
    }

    private String read(String sql, long id) throws SQLException {
        try (Connection connection = routed.getConnection();
                PreparedStatement read = connection.prepareStatement(sql)) {
            read.setLong(1, id);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
