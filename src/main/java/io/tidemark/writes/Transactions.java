package io.tidemark.writes;

import java.util.Optional;

/**
 * The JTA transaction of the current thread, as a port. The state that is kept with it lives exactly as long as it does.
 */
public interface Transactions {

    /** Identifies the transaction that this thread is in and that can still be worked in; empty without one. */
    Optional<Object> key();

    /** What was kept with the current transaction. */
    Optional<TransactionState> state();

    /** Keeps it with the current transaction. To be called only when there is a {@link #key}. */
    void keep(TransactionState state);

    /**
     * Has the state told of the current transaction's completion: {@link TransactionState#beforeCompletion} before a commit
     * is tried, {@link TransactionState#afterCompletion} after the end; or at once that it is {@link TransactionState#rollbackOnly}.
     *
     * @throws IllegalStateException if the transaction can no longer be watched, although it might commit
     */
    void watch(TransactionState state);

    /** No transaction manager: every statement stands for itself. */
    static Transactions none() {
        return new Transactions() {
            @Override
            public Optional<Object> key() {
                return Optional.empty();
            }

            @Override
            public Optional<TransactionState> state() {
                return Optional.empty();
            }

            @Override
            public void keep(TransactionState state) {
                throw new IllegalStateException("There is no transaction");
            }

            @Override
            public void watch(TransactionState state) {
                throw new IllegalStateException("There is no transaction");
            }
        };
    }
}
