package io.tidemark.hibernate;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.resource.transaction.backend.jdbc.internal.JdbcResourceLocalTransactionCoordinatorBuilderImpl;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.type.format.FormatMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests {@link RoutedConnectionProvider} without an application, as at build time. */
class RoutedConnectionProviderTest {

    private final Connection primary = fake(Connection.class, null);

    /** Answers every call with the same. */
    private static <T> T fake(Class<T> type, @Nullable Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
    }

    private StandardServiceRegistry services() {
        return builder().build();
    }

    private StandardServiceRegistryBuilder builder() {
        return new StandardServiceRegistryBuilder()
                .applySetting(AvailableSettings.JAKARTA_JTA_DATASOURCE, fake(DataSource.class, primary))
                .applySetting(AvailableSettings.CONNECTION_PROVIDER, RoutedConnectionProvider.class.getName())
                .applySetting(AvailableSettings.DIALECT, PostgreSQLDialect.class.getName())
                // Without one, Hibernate looks for a JSON binding, which only a server has.
                .applySetting(AvailableSettings.JSON_FORMAT_MAPPER, fake(FormatMapper.class, null))
                .applySetting("hibernate.boot.allow_jdbc_metadata_access", false);
    }

    @Test
    void itLetsGoOfThePrimaryWhenHibernateEnds() throws SQLException {
        StandardServiceRegistry services = services();
        ConnectionProvider provider = services.requireService(ConnectionProvider.class);
        assertSame(primary, provider.getConnection());
        StandardServiceRegistryBuilder.destroy(services);
        assertThrows(HibernateException.class, provider::getConnection);
    }

    @Test
    void aUnitWhoseTransactionCoordinatorsAreNotWatchedIsRefused() {
        StandardServiceRegistry services = builder()
                .addService(
                        TransactionCoordinatorBuilder.class,
                        JdbcResourceLocalTransactionCoordinatorBuilderImpl.INSTANCE)
                .build();
        HibernateException refused = assertThrows(
                HibernateException.class,
                () -> new MetadataSources(services).buildMetadata().buildSessionFactory());
        assertTrue(String.valueOf(refused.getMessage()).contains("LockModeType.OPTIMISTIC"), refused::toString);
    }

    @Test
    void thePrimaryServesUnroutedUntilTheSessionFactoryIsMadeAndNotAfterwards() throws SQLException {
        StandardServiceRegistry services = services();
        ConnectionProvider provider = services.requireService(ConnectionProvider.class);
        assertSame(primary, provider.getConnection());

        try (SessionFactory made = new MetadataSources(services).buildMetadata().buildSessionFactory()) {
            assertThrows(IllegalStateException.class, provider::getConnection, made::toString);
        }
    }
}
