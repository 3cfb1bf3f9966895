package io.tidemark.writes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A transaction manager for one thread. */
public final class FakeTransactions implements Transactions {

    private Optional<Object> key = Optional.empty();
    private Optional<TransactionState> state = Optional.empty();
    private boolean refusing;
    private boolean doomed;
    private final List<TransactionState> watching = new ArrayList<>();

    public void begin() {
        key = Optional.of(new Object());
        state = Optional.empty();
        watching.clear();
    }

    public void completing() {
        watching.forEach(TransactionState::beforeCompletion);
    }

    public void commit() {
        watching.forEach(TransactionState::beforeCompletion);
        end(TransactionState.Outcome.COMMITTED);
    }

    public void rollBack() {
        end(TransactionState.Outcome.ROLLED_BACK);
    }

    public void failAtCommit() {
        watching.forEach(TransactionState::beforeCompletion);
        end(TransactionState.Outcome.ROLLED_BACK);
    }

    public void end(TransactionState.Outcome outcome) {
        key = Optional.empty();
        state = Optional.empty();
        watching.forEach(watched -> watched.afterCompletion(outcome));
    }

    @Override
    public Optional<Object> key() {
        return key;
    }

    @Override
    public Optional<TransactionState> state() {
        return state;
    }

    @Override
    public void keep(TransactionState kept) {
        state = Optional.of(kept);
    }

    public void refusesToBeWatched() {
        refusing = true;
    }

    /** Marks the transaction for rollback. */
    public void isMarkedForRollback() {
        doomed = true;
    }

    @Override
    public void watch(TransactionState watched) {
        if (doomed) {
            watched.rollbackOnly();
            return;
        }
        if (refusing) {
            throw new IllegalStateException("too late");
        }
        watching.add(watched);
    }
}
