package io.tidemark.routing;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The route of one statement, its reason, and the positions that were compared.
 *
 * @param reason the reason, which implies the route
 * @param replica the replica that serves the read; empty for the primary
 * @param required the position that the read must include, if there is one
 * @param replayed the position that the replica was known to have replayed, if it was compared
 * @param asks the data that the read depends on, so that a connection's server can be compared as well
 * @param cause the reason why a statement that begins like a read is a write
 * @param shadow the decision that routing would have made, for a read in shadow mode
 */
public record Decision(
        Reason reason,
        Optional<ReplicaName> replica,
        Optional<Position> required,
        Optional<Position> replayed,
        Asks asks,
        Optional<String> cause,
        Optional<ShadowDecision> shadow) {

    /** The data that a read depends on. */
    public enum Asks {
        /** Rows alone. */
        ROWS,
        /** Rows and the server's clock, which must not hide rows that the read must include. */
        TIME
    }

    /** Checks that only a decision for a replica names one. */
    public Decision {
        if (replica.isPresent() && reason.route() == Route.PRIMARY) {
            throw new IllegalArgumentException(reason + " sends a read to the primary, not to " + replica.get());
        }
    }

    /** Creates a decision for a read of rows that names no replica. */
    public Decision(Reason reason, Optional<Position> required, Optional<Position> replayed) {
        this(reason, Optional.empty(), required, replayed, Asks.ROWS, Optional.empty(), Optional.empty());
    }

    private static final Map<Reason, Decision> WITHOUT_POSITIONS = Arrays.stream(Reason.values())
            .collect(Collectors.toUnmodifiableMap(
                    reason -> reason, reason -> new Decision(reason, Optional.empty(), Optional.empty())));

    /** Returns a decision that names no replica, without a comparison of positions. */
    public static Decision of(Reason reason) {
        return Objects.requireNonNull(WITHOUT_POSITIONS.get(reason));
    }

    /**
     * Returns the decision for a write.
     *
     * @param cause the reason why a statement that begins like a read is a write; empty for any other statement
     */
    public static Decision ofWrite(Optional<String> cause) {
        Decision decision = of(Reason.WRITE);
        return cause.map(decision::because).orElse(decision);
    }

    /** Returns the decision for a read in shadow mode. */
    static Decision inShadow(ShadowDecision shadow) {
        return new Decision(
                Reason.SHADOW,
                Optional.empty(),
                shadow.decision().required(),
                shadow.decision().replayed(),
                Asks.ROWS,
                Optional.empty(),
                Optional.of(shadow));
    }

    /** Returns this decision for a read that depends on the time. */
    Decision byClock() {
        return new Decision(reason, replica, required, replayed, Asks.TIME, cause, shadow);
    }

    /** Returns this decision with the reason why the statement is a write. */
    private Decision because(String cause) {
        return new Decision(reason, replica, required, replayed, asks, Optional.of(cause), shadow);
    }

    /** Returns the route of the statement. */
    public Route route() {
        return reason.route();
    }

    /** Whether the read runs on a replica, or in shadow mode would do so, perhaps after a wait. */
    public boolean leavesPrimary() {
        return route() == Route.REPLICA
                || shadow.filter(routed -> !routed.staysOnPrimary()).isPresent();
    }

    /** Returns the text for the log. */
    @Override
    public String toString() {
        return route() + " (" + reason + "): required " + text(required) + ", replayed " + text(replayed)
                + cause.map(text -> ", a write since it " + text).orElse("")
                + shadow.map(routed -> ", as if " + routed).orElse("");
    }

    private static String text(Optional<Position> position) {
        return position.map(Position::toString).orElse("none");
    }
}
