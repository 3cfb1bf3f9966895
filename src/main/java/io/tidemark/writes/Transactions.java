package io.tidemark.writes;

import java.util.Optional;

/**
 * The port to the JTA transaction of the current thread. The state that is kept with a transaction lives as long as the
 * transaction.
 */
public interface Transactions {

    /** Returns the identity of this thread's transaction if it accepts work; otherwise empty. */
    Optional<Object> key();

    /** Returns the state that was kept with the current transaction. */
    Optional<TransactionState> state();

    /** Keeps the state with the current transaction. Requires a {@link #key}. */
    void keep(TransactionState state);

    /**
     * Reports the completion of the current transaction to the state: {@link TransactionState#beforeCompletion} before
     * a commit is attempted, {@link TransactionState#afterCompletion} after the end; or {@link
     * TransactionState#rollbackOnly} at once.
     *
     * @throws IllegalStateException if the completion can no longer be observed, although the transaction might commit
     */
    void watch(TransactionState state);

    /** Returns a port without a transaction manager: each statement commits by itself. */
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
