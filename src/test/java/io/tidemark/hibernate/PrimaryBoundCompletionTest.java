package io.tidemark.hibernate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.HibernateException;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.ActionQueue;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.resource.jdbc.spi.LogicalConnectionImplementor;
import org.hibernate.resource.transaction.backend.jdbc.internal.JdbcResourceLocalTransactionCoordinatorBuilderImpl;
import org.hibernate.resource.transaction.backend.jta.internal.JtaTransactionCoordinatorBuilderImpl;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.junit.jupiter.api.Test;

/** Verifications in transactions of the connection's own. Those of JTA are tested in the servers. */
class PrimaryBoundCompletionTest {

    private final AtomicInteger completions = new AtomicInteger();

    /** Answers each method of that name with that, and any other with false or null. */
    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.getOrDefault(
                        method.getName(), method.getReturnType() == boolean.class ? Boolean.FALSE : null)));
    }

    private ActionQueue queue(TransactionCoordinatorBuilder kind) {
        return new ActionQueue(session(Map.of("getTransactionCoordinator", coordinator(kind))));
    }

    private static TransactionCoordinator coordinator(TransactionCoordinatorBuilder kind) {
        return fake(TransactionCoordinator.class, Map.of("getTransactionCoordinatorBuilder", kind));
    }

    private static SessionImplementor session(Map<String, Object> answers) {
        return fake(SessionImplementor.class, answers);
    }

    private PrimaryBoundCompletion watch(
            TransactionCoordinatorBuilder kind, ActionQueue queue, Map<String, Object> connection) {
        SessionImplementor session =
                session(Map.of("getTransactionCoordinator", coordinator(kind), "getActionQueue", queue));
        LogicalConnectionImplementor logical = fake(
                LogicalConnectionImplementor.class,
                Map.of("isPhysicallyConnected", true, "getPhysicalConnection", fake(Connection.class, connection)));
        JdbcCoordinator owner = (JdbcCoordinator) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {JdbcCoordinator.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getJdbcSessionOwner" -> session;
                    case "getLogicalConnection" -> logical;
                    case "beforeTransactionCompletion" -> {
                        completions.incrementAndGet();
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return new PrimaryBoundCompletion(owner, owner, new RoutedConnectionProvider());
    }

    private static ActionQueue verifying(ActionQueue queue) {
        queue.registerProcess(session -> {});
        return queue;
    }

    @Test
    void aVerificationInAReadOnlyTransactionOfAConnectionIsRefused() {
        TransactionCoordinatorBuilder local = JdbcResourceLocalTransactionCoordinatorBuilderImpl.INSTANCE;
        PrimaryBoundCompletion watch = watch(local, verifying(queue(local)), Map.of("isReadOnly", true));
        HibernateException refused = assertThrows(HibernateException.class, watch::beforeTransactionCompletion);
        assertTrue(String.valueOf(refused.getMessage()).contains("LockModeType.OPTIMISTIC"), refused::toString);
        assertEquals(0, completions.get());
    }

    @Test
    void everyOtherTransactionCompletes() {
        TransactionCoordinatorBuilder local = JdbcResourceLocalTransactionCoordinatorBuilderImpl.INSTANCE;
        TransactionCoordinatorBuilder jta = new JtaTransactionCoordinatorBuilderImpl();
        watch(local, queue(local), Map.of("isReadOnly", true)).beforeTransactionCompletion();
        watch(local, verifying(queue(local)), Map.of("isReadOnly", false)).beforeTransactionCompletion();
        watch(jta, verifying(queue(jta)), Map.of("isReadOnly", true)).beforeTransactionCompletion();
        assertEquals(3, completions.get());
    }
}
