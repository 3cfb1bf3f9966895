package io.tidemark.routing;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The decisions for one replica. Those without positions are created once, since most reads of many applications use them.
 * Immutable.
 */
final class ReplicaDecisions {

    private final Optional<ReplicaName> replica;
    private final Map<Reason, Decision> withoutPositions;

    ReplicaDecisions(ReplicaName replica) {
        this.replica = Optional.of(replica);
        this.withoutPositions = Arrays.stream(Reason.values())
                .filter(reason -> reason.route() == Route.REPLICA)
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), reason -> of(reason, Optional.empty(), Optional.empty())));
    }

    /**
     * Returns a decision for this replica without a comparison of positions.
     *
     * @param reason a reason whose route is a replica
     */
    Decision of(Reason reason) {
        return Objects.requireNonNull(withoutPositions.get(reason));
    }

    /** Returns a decision for this replica, which was found to cover the required position. */
    Decision of(Reason reason, Optional<Position> required, Optional<Position> replayed) {
        return new Decision(
                reason, replica, required, replayed, Decision.Asks.ROWS, Optional.empty(), Optional.empty());
    }
}
