package io.tidemark.routing;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.wal.Position;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where one statement goes, why, and the positions that were compared.
 *
 * @param reason why; it implies the route
 * @param required the position that the read must include, where one was asked for
 * @param replayed the position that the replica was known to have replayed, where it was compared
 * @param asks what the read asks the replica for, so that a connection's server can be compared as well
 * @param cause why a statement that begins like a read is a write
 */
public record Decision(
        Reason reason, Optional<Position> required, Optional<Position> replayed, Asks asks, Optional<String> cause) {

    /** What the answer to a read depends on. */
    public enum Asks {
        /** On rows alone. */
        ROWS,
        /** On the server's clock, too, which must not hide rows that the read must include. */
        TIME
    }

    /** For a read of rows. */
    public Decision(Reason reason, Optional<Position> required, Optional<Position> replayed) {
        this(reason, required, replayed, Asks.ROWS, Optional.empty());
    }

    private static final Map<Reason, Decision> WITHOUT_POSITIONS = Arrays.stream(Reason.values())
            .collect(Collectors.toUnmodifiableMap(
                    reason -> reason, reason -> new Decision(reason, Optional.empty(), Optional.empty())));

    /** A decision that no position was compared for. */
    public static Decision of(Reason reason) {
        return Objects.requireNonNull(WITHOUT_POSITIONS.get(reason));
    }

    /**
     * The decision for a write.
     *
     * @param cause why a statement that begins like a read is a write; empty for any other
     */
    public static Decision ofWrite(Optional<String> cause) {
        Decision decision = of(Reason.WRITE);
        return cause.map(decision::because).orElse(decision);
    }

    /** The same for a read that asks for the time. */
    Decision byClock() {
        return new Decision(reason, required, replayed, Asks.TIME, cause);
    }

    /** The same with the reason why the statement is a write. */
    private Decision because(String cause) {
        return new Decision(reason, required, replayed, asks, Optional.of(cause));
    }

    /** The server to send the statement to. */
    public Route route() {
        return reason.route();
    }

    /** As the log has it. */
    @Override
    public String toString() {
        return route() + " (" + reason + "): required " + text(required) + ", replayed " + text(replayed)
                + cause.map(text -> ", a write since it " + text).orElse("");
    }

    private static String text(Optional<Position> position) {
        return position.map(Position::toString).orElse("none");
    }
}
