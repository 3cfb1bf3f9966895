package io.tidemark.eclipselink;

import io.tidemark.persistence.LazyRouting;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.persistence.sequencing.SequencingControl;
import org.eclipse.persistence.sessions.Connector;
import org.eclipse.persistence.sessions.DatasourceLogin;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Login;
import org.eclipse.persistence.sessions.server.ConnectionPool;
import org.eclipse.persistence.sessions.server.ServerSession;

/**
 * The two logins of a session: one for its transactions, and one for reads outside of them.
 *
 * <p>A separate connection for sequences ({@code eclipselink.connection-pool.sequence}) stays unchanged: it must not
 * take part in JTA, and EclipseLink uses it only for sequences. A pool with its own data source is refused, since
 * writes over it would leave no mark.
 */
final class EclipseLinkLogins {

    private final ServerSession session;

    EclipseLinkLogins(ServerSession session) {
        this.session = session;
    }

    /**
     * Leads both logins to one routed data source.
     *
     * @throws IllegalStateException if the session has no JTA data source from the container, or pools of its own
     */
    EclipseLinkDataSource route() {
        DatasourceLogin transactions = (DatasourceLogin) session.getDatasourceLogin();
        EclipseLinkDataSource source = alreadyRouted(transactions)
                .orElseGet(() -> new EclipseLinkDataSource(new LazyRouting(containersSource(transactions))));
        ConnectionPool reads = session.getReadConnectionPool();
        refuseOtherPools(transactions, reads);
        keepSequencesApart(reads.getLogin());
        lead(transactions, source);
        if (reads.getLogin() instanceof DatasourceLogin login) {
            lead(login, source);
        }
        return source;
    }

    /** EclipseLink calls the customizer again when it retries to connect. */
    private static Optional<EclipseLinkDataSource> alreadyRouted(DatasourceLogin login) {
        return login.getConnector() instanceof JNDIConnector connector
                        && connector.getDataSource() instanceof EclipseLinkDataSource source
                ? Optional.of(source)
                : Optional.empty();
    }

    private DataSource containersSource(DatasourceLogin login) {
        Connector connector = login.getConnector();
        if (!login.shouldUseExternalTransactionController() || !login.shouldUseExternalConnectionPooling()) {
            throw refusal("it does not take part in JTA, or pools its connections itself");
        }
        if (!(connector instanceof JNDIConnector named) || named.getDataSource() == null) {
            throw refusal("the container passed EclipseLink no data source, but " + connector);
        }
        return named.getDataSource();
    }

    private void refuseOtherPools(DatasourceLogin transactions, ConnectionPool reads) {
        for (ConnectionPool pool : session.getConnectionPools().values()) {
            Login login = pool.getLogin();
            if (!transactions.equals(login) && !reads.getLogin().equals(login)) {
                throw refusal("the connection pool " + pool.getName() + " has a data source of its own");
            }
        }
    }

    private IllegalStateException refusal(String why) {
        return new IllegalStateException("Tidemark cannot start: The persistence unit "
                + EclipseLinkUnitCheck.unitName(String.valueOf(session.getName()))
                + " cannot be routed, since " + why + "; expected transaction-type=\"JTA\" and the primary as"
                + " <jta-data-source> in persistence.xml, and no other data source");
    }

    /** By default, a separate connection for sequences uses the login for reads, and begins a transaction on it. */
    private void keepSequencesApart(Login reads) {
        SequencingControl sequences = session.getSequencingControl();
        if (sequences.shouldUseSeparateConnection()
                && sequences.getLogin() == null
                && sequences.getConnectionPool() == null) {
            sequences.setLogin(reads.clone());
        }
    }

    private static void lead(DatasourceLogin login, DataSource source) {
        login.setConnector(new JNDIConnector(source));
    }
}
