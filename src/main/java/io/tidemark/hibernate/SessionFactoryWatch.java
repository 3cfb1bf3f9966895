package io.tidemark.hibernate;

import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

/** Tells the connection provider when the session factory is made, which Hibernate tells its integrators only. A service. */
public final class SessionFactoryWatch implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        if (factory.getServiceRegistry().getService(ConnectionProvider.class)
                instanceof RoutedConnectionProvider provider) {
            factory.addObserver(new Made(provider));
        }
    }

    @Override
    public void disintegrate(SessionFactoryImplementor factory, SessionFactoryServiceRegistry services) {
        // Nothing was kept.
    }

    private record Made(RoutedConnectionProvider provider) implements SessionFactoryObserver {

        private static final long serialVersionUID = 1L;

        @Override
        public void sessionFactoryCreated(SessionFactory factory) {
            provider.sessionFactoryMade();
        }
    }
}
