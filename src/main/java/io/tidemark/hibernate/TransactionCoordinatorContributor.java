package io.tidemark.hibernate;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.resource.transaction.internal.TransactionCoordinatorBuilderInitiator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/**
 * Wraps the transaction coordinators of the persistence unit in a {@link RoutedTransactionCoordinatorBuilder}. A
 * service.
 */
public final class TransactionCoordinatorContributor implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        builder.addInitiator(new Initiator());
    }

    private static final class Initiator implements StandardServiceInitiator<TransactionCoordinatorBuilder> {

        @Override
        public Class<TransactionCoordinatorBuilder> getServiceInitiated() {
            return TransactionCoordinatorBuilder.class;
        }

        @Override
        public TransactionCoordinatorBuilder initiateService(
                Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return new RoutedTransactionCoordinatorBuilder(
                    TransactionCoordinatorBuilderInitiator.INSTANCE.initiateService(settings, registry), registry);
        }
    }
}
