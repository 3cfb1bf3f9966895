package io.tidemark.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.HibernateException;
import org.hibernate.dialect.lock.OptimisticEntityLockException;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.resource.jdbc.spi.JdbcSessionOwner;
import org.hibernate.resource.transaction.backend.jdbc.spi.JdbcResourceTransaction;
import org.hibernate.resource.transaction.backend.jdbc.spi.JdbcResourceTransactionAccess;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorOwner;

/**
 * Keeps Hibernate's reads on the primary while a transaction commits.
 *
 * <p>Immediately before the commit, Hibernate verifies an entity locked with {@code LockModeType.OPTIMISTIC} by an
 * ordinary query for its version. A lagging replica would confirm a stale version. The transaction therefore stays on
 * the primary from the beginning of its completion. This takes no connection: a transaction that neither flushes nor
 * verifies still runs without the primary.
 *
 * <p>A local transaction is never split between servers. If it is read-only, it may run on a replica, and a
 * verification in it is refused. Used by one thread at a time, like the session. Source: Jakarta Persistence 3.1, "Lock
 * Modes", "OPTIMISTIC".
 *
 * @param owner Hibernate's own callbacks
 * @param local the same object, as the coordinator of local transactions uses it
 */
record PrimaryBoundCompletion(
        TransactionCoordinatorOwner owner, JdbcResourceTransactionAccess local, RoutedConnectionProvider provider)
        implements TransactionCoordinatorOwner, JdbcResourceTransactionAccess {

    @Override
    public void beforeTransactionCompletion() {
        refuseInReadOnlyLocalTransaction();
        provider.completing();
        try {
            owner.beforeTransactionCompletion();
        } catch (OptimisticEntityLockException refused) {
            provider.versionRefused();
            throw refused;
        }
    }

    private void refuseInReadOnlyLocalTransaction() {
        if (!isJta() && verifies() && isReadOnly()) {
            throw new HibernateException("LockModeType.OPTIMISTIC cannot be verified in a read-only local transaction,"
                    + " because the transaction may run on a replica; expected a JTA transaction, or one that is"
                    + " not read-only");
        }
    }

    private boolean isJta() {
        return getJdbcSessionOwner()
                .getTransactionCoordinator()
                .getTransactionCoordinatorBuilder()
                .isJta();
    }

    /** Whether Hibernate has queued work for the time before the commit, such as a verification. */
    private boolean verifies() {
        return getJdbcSessionOwner() instanceof SessionImplementor session
                && session.getActionQueue().hasBeforeTransactionActions();
    }

    private boolean isReadOnly() {
        if (!(owner instanceof JdbcCoordinator coordinator)
                || !coordinator.getLogicalConnection().isPhysicallyConnected()) {
            return false;
        }
        Connection connection = coordinator.getLogicalConnection().getPhysicalConnection();
        try {
            return connection.isReadOnly();
        } catch (SQLException failed) {
            throw new HibernateException("The connection failed to report whether it is read-only", failed);
        }
    }

    @Override
    public boolean isActive() {
        return owner.isActive();
    }

    @Override
    public void startTransactionBoundary() {
        owner.startTransactionBoundary();
    }

    @Override
    public void afterTransactionBegin() {
        owner.afterTransactionBegin();
    }

    @Override
    public void afterTransactionCompletion(boolean successful, boolean delayed) {
        owner.afterTransactionCompletion(successful, delayed);
    }

    @Override
    public JdbcSessionOwner getJdbcSessionOwner() {
        return owner.getJdbcSessionOwner();
    }

    @Override
    public void setTransactionTimeOut(int seconds) {
        owner.setTransactionTimeOut(seconds);
    }

    @Override
    public void flushBeforeTransactionCompletion() {
        owner.flushBeforeTransactionCompletion();
    }

    @Override
    public JdbcResourceTransaction getResourceLocalTransaction() {
        return local.getResourceLocalTransaction();
    }
}
