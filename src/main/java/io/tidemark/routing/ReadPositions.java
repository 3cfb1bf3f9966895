package io.tidemark.routing;

import io.tidemark.ReadsUnavailable;
import io.tidemark.routing.ObservedServers.Observation;
import io.tidemark.routing.Router.Replication;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.PortablePosition;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Determines the positions of the reads under {@link io.tidemark.Freshness#MONOTONIC}, so that later reads include them.
 *
 * <p>The position of a read is one that its server shows after the read. It comes from a poll of that server that starts
 * after the read, and that concurrent reads share. If that poll fails, the primary's position is used: it covers
 * what any replica has shown, and costs more, because a replica must catch up with it. Thread-safe.
 */
final class ReadPositions {

    private static final System.Logger LOG = System.getLogger(ReadPositions.class.getName());

    /** The maximum wait for a replica's poll. A poll is one round trip. */
    private static final Duration POLL = Duration.ofMillis(100);

    /** The least wait for synchronous commits. They usually take a round trip to the standby. */
    private static final Duration LEAST_WAIT = Duration.ofMillis(50);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Replication parts;

    ReadPositions(Replication parts) {
        this.parts = parts;
    }

    /**
     * Adds the position of the scope's reads so far to what its next reads must include.
     *
     * @throws ServerFault if the position is unknown: neither the server nor the primary has answered
     */
    void require(Scope scope) throws ServerFault {
        Optional<ObservedServers> observed = scope.observed();
        if (observed.isPresent()) {
            for (Observation read : observed.get().reads()) {
                scope.require(positionNow(read));
                // Not before: work that is handed over meanwhile needs the one or the other.
                observed.get().covered(read);
            }
        }
    }

    private Position positionNow(Observation read) throws ServerFault {
        Optional<Position> replica = read.replica()
                .flatMap(parts.replicas()::named)
                .flatMap(watch -> watch.positionAfterNow(read.incarnation(), POLL));
        return replica.isPresent()
                ? replica.get()
                : parts.primary().positionForRead().position();
    }

    /** Notes a read of the scope that is sent now, by the server of the decision. */
    void sending(Scope scope, Decision decision) {
        Optional<ReplicaWatch> watch =
                decision.replica().flatMap(parts.replicas()::named).filter(replica -> !replica.leadsElsewhere());
        scope.observing()
                .sending(new Observation(
                        watch.map(ReplicaWatch::name),
                        watch.map(ReplicaWatch::incarnation).orElse(0L)));
    }

    /**
     * Waits until the primary shows what replicas may have shown to the caller.
     *
     * @throws ReadsUnavailable if it does not after this time
     */
    void awaitOnPrimary(Duration wait) {
        Duration most = wait.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : wait;
        String problem;
        try {
            if (parts.primary().awaitVisibleCommits(most)) {
                return;
            }
            problem = "They were not confirmed within " + most.toMillis() + " ms";
        } catch (ServerFault fault) {
            problem = String.valueOf(fault.getMessage());
        }
        throw new ReadsUnavailable(
                "A monotonic read did not run on the primary, because replicas may have shown commits for which the primary"
                        + " still waits for a synchronous standby: " + problem,
                RETRY_AFTER);
    }

    /**
     * Raises the caller's mark to the position of the scope's reads. Without a caller, the request's client receives it.
     * Does not throw. If the position is unknown, only the primary covers it.
     */
    void record(Scope scope, Supplier<Optional<String>> who) {
        if (!scope.observed().filter(ObservedServers::takeUnrecorded).isPresent()) {
            return;
        }
        PortablePosition position = PortablePosition.UNKNOWN;
        try {
            require(scope);
            position = parts.primary()
                    .clusterOfReads()
                    .flatMap(cluster -> scope.required().map(read -> PortablePosition.of(cluster, read)))
                    .orElse(PortablePosition.UNKNOWN);
        } catch (ServerFault fault) {
            LOG.log(System.Logger.Level.DEBUG, "The position of a monotonic read is unknown", fault);
        }
        parts.recorder().observed(who.get(), scope.client(), position);
    }
}
