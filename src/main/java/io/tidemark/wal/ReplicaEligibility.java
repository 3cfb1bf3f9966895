package io.tidemark.wal;

import io.tidemark.time.Ticker;
import io.tidemark.wal.ReplicaState.Fitness;
import java.time.Duration;
import java.util.Optional;

/** Decides whether reads may go to a replica, by comparing its answer with the primary's. Thread-safe. */
final class ReplicaEligibility {

    private final String name;
    private final PrimaryWatch primary;
    private final Duration maxLag;
    private final CollationRule collations;
    private final Ticker ticker;

    /**
     * @param name the name of the replica in messages
     * @param maxLag the lag from which the replica is ineligible
     */
    ReplicaEligibility(String name, PrimaryWatch primary, Duration maxLag, CollationRule collations, Ticker ticker) {
        this.name = name;
        this.primary = primary;
        this.maxLag = maxLag;
        this.collations = collations;
        this.ticker = ticker;
    }

    ReplicaState of(PositionReading replica) {
        Optional<PositionReading> head = primary.state().last();
        if (head.isEmpty()) {
            return beforeThePrimary(replica);
        }
        if (!head.get().cluster().equals(replica.cluster())) {
            return ReplicaState.without(
                    Fitness.INELIGIBLE,
                    name + ": It belongs to cluster " + replica.cluster() + ", the primary to "
                            + head.get().cluster() + "; expected a streaming replica of this primary.");
        }
        Optional<CollationVersions.Difference> collation = difference(head.get(), replica);
        if (collation.isPresent()) {
            return ReplicaState.without(
                    Fitness.INELIGIBLE,
                    name + ": " + collation.get() + ", so that an index on text may hide rows there; expected the same"
                            + " operating system or ICU library on both. Rebuild the replica on the primary's, or set"
                            + " tidemark.replica.collations=accept.");
        }
        Position replayed = replica.position();
        Optional<Duration> lag = primary.samples().lag(replayed, ticker.nanos());
        if (lag.isEmpty()) {
            // All known positions of the primary may lie beyond the flushed part, which alone is sent to replicas.
            primary.waitFor(head.get().position());
        }
        Optional<String> timeline =
                timelineProblem(replayed.timeline(), head.get().position().timeline());
        Fitness unfit = timeline.isEmpty() && lag.isEmpty() ? Fitness.LAG_UNKNOWN : Fitness.INELIGIBLE;
        return timeline.or(() -> lagProblem(lag))
                .map(why -> new ReplicaState(unfit, Optional.of(replayed), lag, Optional.of(why), Optional.empty()))
                .orElseGet(() -> new ReplicaState(
                        Fitness.ELIGIBLE, Optional.of(replayed), lag, Optional.empty(), Optional.empty()));
    }

    /**
     * Judges without the primary. The lag is unknown, so that a mark may have expired before the replica has replayed it:
     * callers without a mark are not served. An unknown position of the primary does not matter for the others.
     */
    private ReplicaState beforeThePrimary(PositionReading replica) {
        if (!primary.presumed().cluster().equals(Optional.of(replica.cluster()))) {
            return ReplicaState.without(Fitness.PRIMARY_UNKNOWN, "The primary has not answered yet.");
        }
        Optional<CollationVersions.Difference> collation = replica.collations()
                .filter(any -> collations == CollationRule.REQUIRE_SAME)
                .flatMap(CollationVersions::changed);
        return collation
                .map(found -> ReplicaState.without(
                        Fitness.PRIMARY_UNKNOWN,
                        name + ": " + found.sinceRecorded()
                                + ", so that an index on text may hide rows there. The primary has"
                                + " not answered yet, so its version is unknown; expected the recorded one, or"
                                + " tidemark.replica.collations=accept."))
                .orElseGet(() -> new ReplicaState(
                        Fitness.ELIGIBLE,
                        Optional.of(replica.position()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private Optional<CollationVersions.Difference> difference(PositionReading ofPrimary, PositionReading ofReplica) {
        Optional<CollationVersions> expected = ofPrimary.collations();
        Optional<CollationVersions> found = ofReplica.collations();
        return collations == CollationRule.REQUIRE_SAME && expected.isPresent() && found.isPresent()
                ? expected.get().difference(found.get())
                : Optional.empty();
    }

    private Optional<String> timelineProblem(int timeline, int ofPrimary) {
        return timeline < ofPrimary
                ? Optional.of(name + ": It is on timeline " + timeline + ", the primary on " + ofPrimary
                        + ": it was left behind by a promotion, or has yet to follow.")
                : Optional.empty();
    }

    /**
     * Whether the lag grows only because the primary is silent. Callers without a mark are not served then, like before its
     * first answer, so that a mark that has expired does not matter.
     */
    private boolean isSilence(Duration lag) {
        return primary.silence()
                .filter(silence -> lag.minus(silence).compareTo(maxLag.dividedBy(2)) < 0)
                .isPresent();
    }

    private Optional<String> lagProblem(Optional<Duration> lag) {
        if (lag.isPresent() && (lag.get().compareTo(maxLag) < 0 || isSilence(lag.get()))) {
            return Optional.empty();
        }
        String howMuch = lag.map(l -> "is " + l.toMillis() + " ms").orElse("is not known yet");
        return Optional.of(
                name + ": Its lag " + howMuch + "; it must be below " + maxLag.toMillis() + " ms, half the horizon.");
    }
}
