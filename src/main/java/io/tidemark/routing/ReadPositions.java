package io.tidemark.routing;

import io.tidemark.ReadsUnavailable;
import io.tidemark.routing.Router.Replication;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.PortablePosition;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Determines the positions of the reads under {@link io.tidemark.Freshness#MONOTONIC}, so that later reads include them.
 *
 * <p>The position of a read is one that its server shows after the read. It comes from a poll of that server that starts
 * after the read, and that concurrent reads share. If the server cannot tell it, the primary's position is used: it covers
 * what any replica has shown, and costs more, because a replica must catch up with it. Thread-safe.
 */
final class ReadPositions {

    private static final System.Logger LOG = System.getLogger(ReadPositions.class.getName());

    /** The maximum wait for a replica's poll. A poll is one round trip. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Replication parts;

    ReadPositions(Replication parts) {
        this.parts = parts;
    }

    /**
     * Adds the position of the scope's reads so far to what its next reads must include.
     *
     * @throws ServerFault if neither the server nor the primary tells it
     */
    void require(Scope scope) throws ServerFault {
        Set<Optional<ReplicaName>> servers = scope.observed().take();
        try {
            for (Optional<ReplicaName> server : servers) {
                scope.require(positionNow(server));
            }
        } catch (ServerFault fault) {
            servers.forEach(scope.observed()::add);
            throw fault;
        }
    }

    private Position positionNow(Optional<ReplicaName> server) throws ServerFault {
        Optional<Position> replica =
                server.flatMap(parts.replicas()::named).flatMap(watch -> watch.positionAfterNow(POLL));
        return replica.isPresent()
                ? replica.get()
                : parts.primary().positionForRead().position();
    }

    /**
     * Waits until the primary shows what replicas may have shown to the caller.
     *
     * @throws ReadsUnavailable if it does not after this time
     */
    void awaitOnPrimary(Duration wait) {
        try {
            if (!parts.primary().awaitVisibleCommits(wait)) {
                throw new ReadsUnavailable(
                        "A monotonic read did not run on the primary: replicas may have shown commits that still wait there for"
                                + " a synchronous standby. Expected the standby to confirm them within "
                                + wait.toMillis() + " ms.",
                        RETRY_AFTER);
            }
        } catch (ServerFault fault) {
            // The read finds out itself.
            LOG.log(System.Logger.Level.DEBUG, "The primary does not tell which commits wait", fault);
        }
    }

    /**
     * Raises the caller's mark to the position of the scope's reads. Without a caller, the request's client receives it.
     * Does not throw. If the position is unknown, only the primary covers it.
     */
    void record(Scope scope, Supplier<Optional<String>> who) {
        if (!scope.observed().takeUnrecorded()) {
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
            LOG.log(System.Logger.Level.DEBUG, "What was read has no position", fault);
        }
        parts.recorder().observed(who.get(), scope.client(), position);
    }
}
