package io.tidemark;

import java.util.Optional;

/**
 * Tells that a statement goes out now. A CDI event, fired synchronously on the statement's thread for each statement, and
 * only if something observes it. An observer must be quick, and must not use the routed data source; what it throws is
 * logged, and the statement goes out.
 *
 * @param reason why the statement goes where it goes
 * @param required the position that the read must include, as {@code timeline:LSN}, where one was asked for
 * @param replayed the position that the replica was known to have replayed, where it was compared
 * @param cause why a statement that begins like a read is a write, such as {@code operator =: public.c_eq is VOLATILE}
 */
public record RouteDecision(
        Reason reason, Optional<String> required, Optional<String> replayed, Optional<String> cause) {

    /** {@return the server that the statement goes to} */
    public Route route() {
        return reason.route();
    }
}
