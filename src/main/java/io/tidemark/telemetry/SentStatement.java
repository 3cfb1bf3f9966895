package io.tidemark.telemetry;

import io.tidemark.Reason;
import java.util.Optional;

/**
 * A statement that this node sends, and the decision on its route. Contains no parameter, caller or token.
 *
 * @param reason the reason for the route
 * @param replica the name of the replica; empty for the primary
 * @param required the position that the read must include, as {@code timeline:LSN}
 * @param replayed the position that the replica was known to have replayed, if it was compared
 * @param cause the cause that turns a statement that begins like a read into a write
 * @param shadow the reason of the decision that routing would have made, in shadow mode
 * @param sql the text of the statement, which may contain values; empty if the driver writes without one
 */
public record SentStatement(
        Reason reason,
        Optional<String> replica,
        Optional<String> required,
        Optional<String> replayed,
        Optional<String> cause,
        Optional<Reason> shadow,
        String sql) {}
