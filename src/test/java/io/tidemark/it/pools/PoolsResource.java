package io.tidemark.it.pools;

import io.tidemark.Freshness;
import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** One request over a routed connection, or over a plain one of the primary's pool. */
@Path("pools/{first}/{work}/{id}")
@RequestScoped
public class PoolsResource {

    @Inject
    @Routed
    DataSource routed;

    @PathParam("first")
    FirstCall first;

    @PathParam("work")
    Work work;

    @PathParam("id")
    long id;

    @POST
    @Path("routed")
    @RoutedReads
    public String routed() throws SQLException {
        return done(routed);
    }

    @POST
    @Path("eventual")
    @RoutedReads(Freshness.EVENTUAL)
    public String eventual() throws SQLException {
        return done(routed);
    }

    @POST
    @Path("jta")
    @RoutedReads
    @Transactional(rollbackOn = Exception.class)
    public String inTransaction() throws SQLException {
        return done(routed);
    }

    @POST
    @Path("plain")
    @SuppressWarnings("BanJNDI") // the name is no input
    public String plain() throws SQLException, NamingException {
        return done((DataSource) new InitialContext().lookup("jdbc/primary-small-pools"));
    }

    private String done(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            first.on(connection);
            work.on(connection, id);
        }
        return "done";
    }
}
