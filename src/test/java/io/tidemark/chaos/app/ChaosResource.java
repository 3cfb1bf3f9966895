package io.tidemark.chaos.app;

import io.tidemark.Freshness;
import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads and writes a thing by JDBC, without a log-in. An answer is formatted as in the demo's API. */
@Path("chaos/{id}")
@RequestScoped
public class ChaosResource {

    private static final String PLAIN = "SELECT id, color, version FROM things WHERE id = ?";

    @Inject
    @Routed
    DataSource routed;

    @Resource
    UserTransaction transaction;

    @PathParam("id")
    long id;

    @GET
    @Path("monotonic")
    @RoutedReads(Freshness.MONOTONIC)
    public String monotonic() throws SQLException {
        return read(PLAIN);
    }

    @GET
    @Path("eventual")
    @RoutedReads(Freshness.EVENTUAL)
    public String eventual() throws SQLException {
        return read(PLAIN);
    }

    /** Reads for a quarter of a second. */
    @GET
    @Path("slowly")
    @RoutedReads
    public String slowly() throws SQLException {
        return read("SELECT id, color, version FROM things, slow() WHERE id = ?");
    }

    /** Reads a column that a change of the schema has added. */
    @GET
    @Path("with/{column: note_[0-9]+}")
    @RoutedReads
    public String with(@PathParam("column") String column) throws SQLException {
        return read("SELECT id, color, version, " + column + " FROM things WHERE id = ?");
    }

    /** Writes in auto-commit. */
    @PUT
    public String paint(String color) throws SQLException {
        return write(color);
    }

    /** Writes in a transaction that is rolled back, and answers 409. */
    @PUT
    @Path("undone")
    public void paintAndUndo(String color) throws Exception {
        transaction.begin();
        try {
            write(color);
        } finally {
            transaction.rollback();
        }
        throw new ClientErrorException("It was rolled back.", Status.CONFLICT);
    }

    private String read(String sql) throws SQLException {
        try (Connection connection = routed.getConnection();
                PreparedStatement read = connection.prepareStatement(sql)) {
            read.setLong(1, id);
            return only(read);
        }
    }

    private String write(String color) throws SQLException {
        try (Connection connection = routed.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE things SET color = ?, version = version + 1 WHERE id = ? RETURNING id, color, version")) {
            update.setString(1, color);
            update.setLong(2, id);
            return only(update);
        }
    }

    private static String only(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new NotFoundException();
            }
            return String.format(
                    "{\"id\":%d,\"color\":\"%s\",\"version\":%d}",
                    row.getLong("id"), row.getString("color"), row.getLong("version"));
        }
    }
}
