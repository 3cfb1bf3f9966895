package io.tidemark.wal;

import io.tidemark.wal.ReplicaState.Fitness;
import java.time.Duration;
import java.util.Optional;

/** Whether what a replica says of itself, held against the primary, lets reads be sent to it. Thread-safe. */
final class Judge {

    private final String name;
    private final PrimaryWatch primary;
    private final Duration maxLag;
    private final Ticker ticker;

    /**
     * @param name what messages call the replica
     * @param maxLag the lag from which on it is not eligible
     */
    Judge(String name, PrimaryWatch primary, Duration maxLag, Ticker ticker) {
        this.name = name;
        this.primary = primary;
        this.maxLag = maxLag;
        this.ticker = ticker;
    }

    ReplicaState of(Reading replica) {
        Optional<Reading> head = primary.state().last();
        if (head.isEmpty()) {
            return ReplicaState.without(Fitness.PRIMARY_UNKNOWN, "The primary has not answered yet.");
        }
        if (!head.get().cluster().equals(replica.cluster())) {
            return ReplicaState.without(
                    Fitness.INELIGIBLE,
                    name + ": It belongs to cluster " + replica.cluster() + ", the primary to "
                            + head.get().cluster() + "; expected a streaming replica of this primary.");
        }
        Position replayed = replica.position();
        Optional<Duration> lag = primary.samples().lag(replayed, ticker.nanos());
        if (lag.isEmpty()) {
            // All that is known of the primary may lie beyond what it sends to replicas.
            primary.waitFor(head.get().position());
        }
        return problem(replayed.timeline(), head.get().position().timeline(), lag)
                .map(why -> new ReplicaState(Fitness.INELIGIBLE, Optional.of(replayed), lag, Optional.of(why)))
                .orElseGet(() -> new ReplicaState(Fitness.ELIGIBLE, Optional.of(replayed), lag, Optional.empty()));
    }

    private Optional<String> problem(int timeline, int ofPrimary, Optional<Duration> lag) {
        if (timeline < ofPrimary) {
            return Optional.of(name + ": It is on timeline " + timeline + ", the primary on " + ofPrimary
                    + ": it was left behind by a promotion, or has yet to follow.");
        }
        if (lag.isEmpty() || lag.get().compareTo(maxLag) >= 0) {
            String howMuch = lag.map(l -> "is " + l.toMillis() + " ms").orElse("is not known yet");
            return Optional.of(name + ": Its lag " + howMuch + "; it must be below " + maxLag.toMillis()
                    + " ms, half the horizon.");
        }
        return Optional.empty();
    }
}
