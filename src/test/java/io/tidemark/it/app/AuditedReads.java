package io.tidemark.it.app;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A query by plain JDBC that the client chooses. Returns its first column. */
@Path("audited")
@RequestScoped
@RoutedReads
public class AuditedReads {

    @Inject
    @Routed
    DataSource routed;

    @GET
    public String read(@QueryParam("sql") String sql) throws SQLException {
        StringBuilder found = new StringBuilder();
        try (Connection connection = routed.getConnection();
                Statement read = connection.createStatement();
                ResultSet rows = read.executeQuery(sql)) {
            while (rows.next()) {
                found.append(rows.getString(1)).append(' ');
            }
        }
        return found.toString().strip();
    }
}
