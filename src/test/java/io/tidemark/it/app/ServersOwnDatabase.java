package io.tidemark.it.app;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Opens the database that the application server brings; its pool keeps it open. */
@Path("servers-own-database")
@RequestScoped
public class ServersOwnDatabase {

    @Resource
    DataSource source;

    @GET
    public String product() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        }
    }
}
