package io.tidemark.eclipselink;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Login;
import org.eclipse.persistence.sessions.Project;
import org.eclipse.persistence.sessions.server.ConnectionPool;
import org.eclipse.persistence.sessions.server.ExternalConnectionPool;
import org.eclipse.persistence.sessions.server.ServerSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The logins of a session as Payara configures them. No application ever starts here. */
class EclipseLinkLoginsTest {

    private final AtomicInteger borrowed = new AtomicInteger();
    private final DataSource jta = source();
    private final DataSource outsideJta = source();

    private DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> arguments != null && proxy == arguments[0];
                    case "hashCode" -> 1;
                    default -> connection();
                });
    }

    private Connection connection() {
        borrowed.incrementAndGet();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);
    }

    private static DatabaseLogin login(@Nullable DataSource source, boolean inJta) {
        DatabaseLogin login = new DatabaseLogin();
        login.setConnector(source == null ? new JNDIConnector("jdbc/primary") : new JNDIConnector(source));
        login.setUsesExternalConnectionPooling(true);
        login.setUsesExternalTransactionController(inJta);
        return login;
    }

    private static ServerSession session(DatabaseLogin transactions, @Nullable DatabaseLogin reads) {
        ServerSession session = (ServerSession) new Project(transactions).createServerSession();
        session.setName("shop");
        if (reads != null) {
            session.setReadConnectionPool(reads);
        }
        return session;
    }

    private static DataSource of(Login login) {
        return ((JNDIConnector) ((DatabaseLogin) login).getConnector()).getDataSource();
    }

    @Test
    void bothLoginsLeadToOneRoutedDataSource() {
        ServerSession session = session(login(jta, true), login(outsideJta, false));
        EclipseLinkDataSource source = new EclipseLinkLogins(session).route();
        assertSame(source, of(session.getDatasourceLogin()));
        assertSame(source, of(session.getReadConnectionPool().getLogin()));
    }

    @Test
    void oneLoginIsEnough() {
        ServerSession session = session(login(jta, true), null);
        assertSame(
                new EclipseLinkLogins(session).route(),
                of(session.getReadConnectionPool().getLogin()));
    }

    @Test
    void asOftenAsEclipseLinkTriesToConnect() {
        ServerSession session = session(login(jta, true), login(outsideJta, false));
        EclipseLinkDataSource source = new EclipseLinkLogins(session).route();
        session.setReadConnectionPool(login(outsideJta, false));
        assertSame(source, new EclipseLinkLogins(session).route());
        assertSame(source, of(session.getReadConnectionPool().getLogin()));
    }

    @Test
    void aSeparateConnectionForSequencesStaysOutsideOfJtaAndUnrouted() {
        ServerSession session = session(login(jta, true), login(outsideJta, false));
        session.getSequencingControl().setShouldUseSeparateConnection(true);
        new EclipseLinkLogins(session).route();
        assertSame(outsideJta, of(session.getSequencingControl().getLogin()));
    }

    private static void assertRefused(ServerSession session, String why) {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> new EclipseLinkLogins(session).route());
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::toString);
    }

    @Test
    void aUnitThatCannotBeRoutedIsRefused() {
        assertRefused(session(login(jta, false), null), "it does not take part in JTA");
        assertRefused(session(login(null, true), null), "the container passed EclipseLink no data source");
        ServerSession more = session(login(jta, true), null);
        ConnectionPool pool = new ExternalConnectionPool("audit", login(outsideJta, false), more);
        more.addConnectionPool(pool);
        assertRefused(more, "the connection pool audit has a data source of its own");
    }

    @Test
    void beforeTheApplicationStartsAConnectionLeadsToThePrimaryWhenSomethingIsAsked() throws SQLException {
        EclipseLinkDataSource source = new EclipseLinkLogins(session(login(jta, true), null)).route();
        Connection unused = source.getConnection();
        assertFalse(unused.isClosed());
        unused.close();
        assertTrue(unused.isClosed());
        assertThrows(SQLException.class, unused::createStatement);
        assertSame(0, borrowed.get());

        try (Connection used = source.getConnection()) {
            used.commit();
            used.commit();
        }
        assertSame(1, borrowed.get());
    }
}
