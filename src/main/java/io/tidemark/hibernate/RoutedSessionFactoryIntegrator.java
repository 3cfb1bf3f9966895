package io.tidemark.hibernate;

import io.tidemark.persistence.LazyRouting;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.internal.NoCachingRegionFactory;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;

/**
 * Checks a persistence unit whose reads are routed, and notifies its connection provider when the session factory is
 * built. Hibernate notifies only its integrators of both. A service.
 */
public final class RoutedSessionFactoryIntegrator implements Integrator {

    private static final System.Logger LOG = System.getLogger(RoutedSessionFactoryIntegrator.class.getName());

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        if (factory.getServiceRegistry().getService(ConnectionProvider.class)
                instanceof RoutedConnectionProvider provider) {
            new HibernateUnitCheck(name(factory), LazyRouting.rules(), message -> {
                        LOG.log(System.Logger.Level.WARNING, message);
                        provider.found(message);
                    })
                    .check(metadata, caches(factory));
            requireRoutedCoordinators(factory);
            factory.addObserver(new Made(provider));
        }
    }

    private static String name(SessionFactoryImplementor factory) {
        return String.valueOf(factory.getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSettings()
                .get(AvailableSettings.PERSISTENCE_UNIT_NAME));
    }

    /** Without them, a lagging replica could confirm a stale version for LockModeType.OPTIMISTIC. */
    private static void requireRoutedCoordinators(SessionFactoryImplementor factory) {
        Object coordinators = factory.getServiceRegistry().getService(TransactionCoordinatorBuilder.class);
        if (!(coordinators instanceof RoutedTransactionCoordinatorBuilder)) {
            throw new HibernateException("Tidemark cannot start: The persistence unit " + name(factory)
                    + " would verify LockModeType.OPTIMISTIC on a replica, since its transaction coordinators are of "
                    + coordinators + "; expected " + RoutedTransactionCoordinatorBuilder.class.getName()
                    + ", which the service "
                    + TransactionCoordinatorContributor.class.getName() + " contributes");
        }
    }

    private static HibernateUnitCheck.Caches caches(SessionFactoryImplementor factory) {
        SessionFactoryOptions options = factory.getSessionFactoryOptions();
        boolean secondLevel = options.isSecondLevelCacheEnabled()
                && !(factory.getServiceRegistry().requireService(RegionFactory.class)
                        instanceof NoCachingRegionFactory);
        return new HibernateUnitCheck.Caches(secondLevel, options.isQueryCacheEnabled());
    }

    @Override
    public void disintegrate(SessionFactoryImplementor factory, SessionFactoryServiceRegistry services) {
        // This integrator holds no state.
    }

    private record Made(RoutedConnectionProvider provider) implements SessionFactoryObserver {

        private static final long serialVersionUID = 1L;

        @Override
        public void sessionFactoryCreated(SessionFactory factory) {
            provider.sessionFactoryMade();
        }
    }
}
