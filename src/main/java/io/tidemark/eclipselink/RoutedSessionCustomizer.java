package io.tidemark.eclipselink;

import io.tidemark.persistence.LazyRouting;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;
import org.eclipse.persistence.sessions.server.ServerSession;

/**
 * Provides EclipseLink with connections of the routed data source. Configure it in {@code persistence.xml} as
 * {@code eclipselink.session.customizer}, together with {@code <jta-data-source>}.
 *
 * <p>EclipseLink reads over one login until a transaction writes, and over another one from then on. If the container
 * also provides a data source outside JTA, as Payara does, the first login uses it. This class leads both logins to one
 * routed data source over the JTA data source, so that a read on the primary takes part in the transaction.
 *
 * <p>It reaches the primary through the data source that the container passed to EclipseLink: see {@link LazyRouting}.
 * EclipseLink's connections during its start, such as for the database's name and for DDL, are opened before the
 * application has started, and go to the primary unrouted.
 *
 * <p>It refuses a unit that would lose writes or share stale state: see {@link EclipseLinkLogins} and
 * {@link EclipseLinkUnitCheck}. EclipseLink calls it on one thread, once per attempt to connect.
 */
public final class RoutedSessionCustomizer implements SessionCustomizer {

    private static final System.Logger LOG = System.getLogger(RoutedSessionCustomizer.class.getName());

    /**
     * Customizes the session.
     *
     * @throws IllegalStateException if the persistence unit cannot be routed, or the rules refuse it
     */
    @Override
    public void customize(Session session) {
        if (!(session instanceof ServerSession server)) {
            throw new IllegalStateException("Tidemark cannot start: Expected a persistence unit of the container with a"
                    + " server session of EclipseLink, but got "
                    + session.getClass().getName());
        }
        List<String> findings = new ArrayList<>();
        EclipseLinkUnitCheck.of(server, LazyRouting.rules(), message -> {
            LOG.log(System.Logger.Level.WARNING, message);
            findings.add(message);
        });
        EclipseLinkDataSource source = new EclipseLinkLogins(server).route();
        findings.forEach(source::found);
        server.getEventManager().addListener(new RoutedSessionListener(source));
    }
}
