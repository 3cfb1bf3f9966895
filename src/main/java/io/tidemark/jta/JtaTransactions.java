package io.tidemark.jta;

import io.tidemark.writes.TransactionState;
import io.tidemark.writes.Transactions;
import io.tidemark.writes.WriteRefused;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;

/**
 * The transaction of the current thread, read from the server's synchronization registry.
 *
 * <p>Routing state is a resource of the transaction. An interposed synchronization observes the completion: its
 * {@code beforeCompletion} runs after Hibernate's flush, and its {@code afterCompletion} before the commit call
 * returns. Source: Jakarta Transactions 2.0, "TransactionSynchronizationRegistry". Thread-safe.
 */
public final class JtaTransactions implements Transactions {

    private static final System.Logger LOG = System.getLogger(JtaTransactions.class.getName());

    private final TransactionSynchronizationRegistry registry;

    /** The key of this application's resource. A transaction may span several applications. */
    private final Object resource = new Object();

    public JtaTransactions(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Optional<Object> key() {
        return switch (registry.getTransactionStatus()) {
            case Status.STATUS_ACTIVE, Status.STATUS_MARKED_ROLLBACK ->
                Optional.ofNullable(registry.getTransactionKey());
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<TransactionState> state() {
        return key().map(key -> (TransactionState) registry.getResource(resource));
    }

    @Override
    public void keep(TransactionState state) {
        registry.putResource(resource, state);
    }

    @Override
    public void watch(TransactionState state) {
        if (registry.getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK) {
            // The transaction can only roll back, and the registry no longer accepts a synchronization.
            state.rollbackOnly();
            return;
        }
        registry.registerInterposedSynchronization(new Completion(registry, state));
    }

    private record Completion(TransactionSynchronizationRegistry registry, TransactionState state)
            implements Synchronization {

        @Override
        public void beforeCompletion() {
            if (registry.getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK) {
                return;
            }
            try {
                state.beforeCompletion();
            } catch (WriteRefused refused) {
                LOG.log(System.Logger.Level.WARNING, "A transaction is rolled back: {0}", refused.getMessage());
                registry.setRollbackOnly();
            }
        }

        @Override
        public void afterCompletion(int status) {
            state.afterCompletion(
                    switch (status) {
                        case Status.STATUS_COMMITTED -> TransactionState.Outcome.COMMITTED;
                        case Status.STATUS_ROLLEDBACK -> TransactionState.Outcome.ROLLED_BACK;
                        default -> TransactionState.Outcome.UNKNOWN;
                    });
        }
    }
}
