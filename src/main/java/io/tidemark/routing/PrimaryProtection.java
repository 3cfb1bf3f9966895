package io.tidemark.routing;

import io.tidemark.OverBudget;
import io.tidemark.ReadsUnavailable;
import io.tidemark.routing.Scopes.Frame;
import io.tidemark.wal.ReplayWait;
import java.time.Duration;
import java.util.Optional;

/**
 * Protects the primary from reads that no replica can serve: admits them within the {@link PrimaryBudget}. Thread-safe.
 *
 * <p>Beyond the budget, the terms of the call decide. Such a read runs nevertheless, or it waits in the order of arrival
 * until another one ends, or until a replica covers its position. The wait is what remains of the read's maximum wait
 * for a replica, and the thread holds no pooled connection meanwhile. Then the read is refused.
 */
final class PrimaryProtection {

    private final PrimaryBudget budget;
    private final ReplicaChoice choice;
    private final ReplayWait replayWait;
    private final Duration maxWait;

    /** One object for all reads, because it has no state of one. */
    private final Admission running;

    /** @param maxWait the maximum wait of a read whose terms have none */
    PrimaryProtection(PrimaryBudget budget, ReplicaChoice choice, ReplayWait replayWait, Duration maxWait) {
        this.budget = budget;
        this.choice = choice;
        this.replayWait = replayWait;
        this.maxWait = maxWait;
        this.running = budget::end;
    }

    PrimaryBudget budget() {
        return budget;
    }

    /**
     * Admits a read.
     *
     * @param frame the scope and the terms of the read
     * @throws ReadsUnavailable if the read is refused
     */
    Admission admit(Decision decision, Optional<Frame> frame, BorrowedConnections borrowed) {
        if (!decision.reason().isDiverted()) {
            return Admission.UNLIMITED;
        }
        Optional<ReadTerms> terms = frame.flatMap(Frame::nested).map(NestedTerms::terms);
        if (terms.filter(given -> given.overBudget() == OverBudget.PASS).isPresent()) {
            budget.begin();
            return running;
        }
        if (budget.tryBegin()) {
            return running;
        }
        Optional<Scope> scope = frame.map(Frame::scope);
        Duration left = terms.flatMap(ReadTerms::maxWait)
                .orElse(maxWait)
                .minusNanos(scope.map(Scope::takeWaited).orElse(0L));
        if (left.isNegative() || left.isZero() || !borrowed.returnFree()) {
            throw budget.refuse(decision.reason());
        }
        return await(decision, scope, left);
    }

    private Admission await(Decision decision, Optional<Scope> scope, Duration left) {
        long end = System.nanoTime() + left.toNanos();
        PrimaryBudget.Turn turn = budget.queue();
        boolean admitted = false;
        try {
            Optional<Decision> instead = scope.flatMap(known -> covered(decision, known, left, turn));
            if (instead.isPresent()) {
                return new OnReplica(instead);
            }
            admitted = turn.await(end - System.nanoTime());
            if (admitted) {
                return running;
            }
        } finally {
            if (!admitted) {
                turn.leave();
            }
        }
        throw budget.refuse(decision.reason());
    }

    /** Waits for a replica, until the turn comes. */
    private Optional<Decision> covered(Decision decision, Scope scope, Duration wait, PrimaryBudget.Turn turn) {
        if (!ReplicaChoice.isReplaceable(decision)) {
            return Optional.empty();
        }
        return decision.required()
                .flatMap(required -> replayWait.firstToCover(required, wait, turn.begun()))
                .flatMap(replica -> choice.coveredSince(scope, decision));
    }

    /** The permission of a read for which a replica was found. The budget does not limit it. */
    private record OnReplica(Optional<Decision> instead) implements Admission {
        @Override
        public void close() {}
    }
}
