package io.tidemark.hibernate;

import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.hibernate.resource.transaction.backend.jdbc.spi.JdbcResourceTransactionAccess;
import org.hibernate.resource.transaction.spi.DdlTransactionIsolator;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorOwner;
import org.hibernate.service.spi.ServiceRegistryAwareService;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.hibernate.tool.schema.internal.exec.JdbcContext;

/**
 * Builds Hibernate's transaction coordinators with a {@link PrimaryBoundCompletion} between each of them and its
 * session. It leaves the sessions of a persistence unit without routed connections unchanged. Thread-safe.
 */
final class RoutedTransactionCoordinatorBuilder implements TransactionCoordinatorBuilder, ServiceRegistryAwareService {

    private static final long serialVersionUID = 1L;

    private final transient TransactionCoordinatorBuilder coordinators;
    private final transient ServiceRegistryImplementor registry;

    RoutedTransactionCoordinatorBuilder(
            TransactionCoordinatorBuilder coordinators, ServiceRegistryImplementor registry) {
        this.coordinators = coordinators;
        this.registry = registry;
    }

    @Override
    public void injectServices(ServiceRegistryImplementor services) {
        // Hibernate injects services only into the registered service, and not into the builder that it wraps.
        if (coordinators instanceof ServiceRegistryAwareService aware) {
            aware.injectServices(services);
        }
    }

    @Override
    public TransactionCoordinator buildTransactionCoordinator(TransactionCoordinatorOwner owner, Options options) {
        return coordinators.buildTransactionCoordinator(watched(owner), options);
    }

    private TransactionCoordinatorOwner watched(TransactionCoordinatorOwner owner) {
        // Looked up here, because the connection provider may not be configured yet when this builder is created.
        return registry.getService(ConnectionProvider.class) instanceof RoutedConnectionProvider provider
                        && owner instanceof JdbcResourceTransactionAccess local
                ? new PrimaryBoundCompletion(owner, local, provider)
                : owner;
    }

    @Override
    public boolean isJta() {
        return coordinators.isJta();
    }

    @Override
    public PhysicalConnectionHandlingMode getDefaultConnectionHandlingMode() {
        return coordinators.getDefaultConnectionHandlingMode();
    }

    @Override
    public DdlTransactionIsolator buildDdlTransactionIsolator(JdbcContext context) {
        return coordinators.buildDdlTransactionIsolator(context);
    }
}
