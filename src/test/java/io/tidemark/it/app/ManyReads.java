package io.tidemark.it.app;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** As many reads in one request as the client asks for. */
@Path("many")
@RequestScoped
@RoutedReads
public class ManyReads {

    @Inject
    @Routed
    DataSource routed;

    @GET
    public String read(@QueryParam("reads") int reads) throws SQLException {
        try (Connection connection = routed.getConnection();
                Statement read = connection.createStatement()) {
            for (int i = 0; i < reads; i++) {
                read.executeQuery("SELECT 1").close();
            }
        }
        return "done";
    }
}
