package io.tidemark.wal;

import io.tidemark.time.Ticker;
import io.tidemark.wal.ReplicaState.Fitness;
import java.time.Duration;

/**
 * Logs the changes of a replica's state. A state that is normal while servers start is logged only if it lasts. Used
 * under the lock of its owner.
 */
final class ReplicaLog {

    /** Longer than the primary's first answer and the replay of its first sample take. */
    private static final long TO_SETTLE_NANOS = Duration.ofSeconds(10).toNanos();

    private final StateLog log;
    private final Ticker ticker;
    private long settlingSince;

    ReplicaLog(StateLog log, Ticker ticker) {
        this.log = log;
        this.ticker = ticker;
    }

    void changed(ReplicaState before, ReplicaState found) {
        if (found.eligible()) {
            if (!before.eligible()) {
                log.usable("can be used; replayed "
                        + found.replayed().map(Position::toString).orElse("") + ".");
            }
        } else if (settles(found)) {
            settling(before, found);
        } else if (isNews(before, found)) {
            log.unusable(found.problem().orElse(""));
        }
    }

    private void settling(ReplicaState before, ReplicaState found) {
        long now = ticker.nanos();
        if (!settles(before)) {
            settlingSince = now;
        }
        if (now - settlingSince >= TO_SETTLE_NANOS) {
            log.unusable(found.problem().orElse(""));
        }
    }

    private static boolean settles(ReplicaState state) {
        return state.fitness() == Fitness.PRIMARY_UNKNOWN || state.fitness() == Fitness.LAG_UNKNOWN;
    }

    private static boolean isNews(ReplicaState before, ReplicaState found) {
        // The lag differs at each poll. Only a problem of the lag comes with a position.
        boolean lags = before.replayed().isPresent() && found.replayed().isPresent();
        return before.fitness() != found.fitness()
                || (!lags && !before.problem().equals(found.problem()));
    }
}
