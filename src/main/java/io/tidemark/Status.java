package io.tidemark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How things stand on this node: an immutable snapshot of what is known, taken without asking any server.
 *
 * <p>Inject {@code Provider<Status>} and call it for a fresh one. Positions are PostgreSQL's text form of an LSN, such
 * as {@code 16/B374D848}. A problem is one sentence for an operator; it never holds a secret.
 *
 * @param routing whether reads are routed at all; false with {@code tidemark.routing=primary}, or when an operator has
 *     switched it off by {@link RoutingMXBean}
 * @param primary the server that takes the writes
 * @param replica the replica; empty when none is configured
 * @param store the store of marks; empty when it is not needed because there is no replica
 * @param statements how many statements this node has sent, by reason; a reason's route is {@link Reason#route()}
 * @param ignoredTokens how many positions of clients this node has ignored: forged, malformed, expired, or signed with
 *     a key that is not known here
 * @param problem why routing has no effect although annotated methods are called, or why the catalogue cannot be read
 * @param writeCauses why statements that begin like reads go to the primary as writes, with the remedy: a function that is
 *     not declared {@code STABLE}, for example. Each cause once, at most 100
 */
public record Status(
        boolean routing,
        Primary primary,
        Optional<Replica> replica,
        Optional<Store> store,
        Map<Reason, Long> statements,
        long ignoredTokens,
        Optional<String> problem,
        List<String> writeCauses) {

    /**
     * The primary as its last poll found it.
     *
     * @param ready whether it answers and is a primary
     * @param position the insert position of the last poll
     * @param timeline the timeline of the last poll
     * @param problem why it is not ready
     */
    public record Primary(
            boolean ready, Optional<String> position, Optional<Integer> timeline, Optional<String> problem) {}

    /**
     * The replica as its last poll found it.
     *
     * @param eligible whether reads may be sent to it
     * @param position the position up to which it has replayed
     * @param timeline the timeline that it replays
     * @param lagMillis the age in milliseconds of the newest primary position that it has replayed
     * @param lagBytes how many bytes of WAL it lacks against the primary's last known position
     * @param problem why it is not eligible
     * @param clockMillis by how many milliseconds its clock is ahead of the primary's; negative if it is behind
     */
    public record Replica(
            boolean eligible,
            Optional<String> position,
            Optional<Integer> timeline,
            OptionalLong lagMillis,
            OptionalLong lagBytes,
            Optional<String> problem,
            OptionalLong clockMillis) {}

    /**
     * The store of marks.
     *
     * @param reachable whether the last call was answered, and nothing is owed to the store
     * @param owed whether this node still owes it the mark of a write
     * @param floor the position that every caller must reach, as last seen
     * @param problem why it is not reachable
     */
    public record Store(boolean reachable, boolean owed, Optional<String> floor, Optional<String> problem) {}
}
