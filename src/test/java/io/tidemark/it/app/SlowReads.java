package io.tidemark.it.app;

import io.tidemark.OverBudget;
import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A read that takes tens of milliseconds of a server's processor. */
@Path("slow")
@RequestScoped
@RoutedReads
public class SlowReads {

    /** A part of the read's text, by which it is found in {@code pg_stat_activity}. */
    public static final String MARK = "slow_read";

    @Inject
    @Routed
    DataSource routed;

    @GET
    public int read() throws SQLException {
        try (Connection connection = routed.getConnection();
                Statement read = connection.createStatement();
                ResultSet row =
                        read.executeQuery("SELECT count(*) FROM generate_series(1, 100000) AS " + MARK + "(number)")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The same, also beyond the budget. */
    @GET
    @Path("pass")
    @RoutedReads(overBudget = OverBudget.PASS)
    public int pass() throws SQLException {
        return read();
    }
}
