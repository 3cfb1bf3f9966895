package io.tidemark.routing;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.wal.Position;
import java.util.Optional;

/**
 * Where one statement goes, why, and the positions that were compared.
 *
 * @param reason why; it implies the route
 * @param required the position that the read must include, where one was asked for
 * @param replayed the position that the replica was known to have replayed, where it was compared
 */
public record Decision(Reason reason, Optional<Position> required, Optional<Position> replayed) {

    /** A decision that no position was compared for. */
    static Decision of(Reason reason) {
        return new Decision(reason, Optional.empty(), Optional.empty());
    }

    /** The server to send the statement to. */
    public Route route() {
        return reason.route();
    }
}
