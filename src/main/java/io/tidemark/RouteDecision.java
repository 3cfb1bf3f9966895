package io.tidemark;

import java.util.Optional;

/**
 * The routing decision for one statement that is about to be sent: a CDI event.
 *
 * <p>The event is fired synchronously on the thread of the statement, once per statement, and only if an observer
 * exists. An observer must be fast and must not use the routed data source. An exception of an observer is logged, and
 * the statement is sent anyway.
 *
 * @param reason the reason for the route
 * @param required the position that the read must include, as {@code timeline:LSN}; empty if the read required none
 * @param replayed the position that the replica was known to have replayed; empty if no comparison was made
 * @param cause the cause that turns a statement that begins like a read into a write, such as
 *     {@code operator =: public.c_eq is VOLATILE}
 * @param shadow the reason of the decision that routing would have made, for a read in shadow mode ({@link Reason#SHADOW});
 *     {@link Reason#REPLICA_BEHIND} also if the read would first have waited for a replica
 */
public record RouteDecision(
        Reason reason,
        Optional<String> required,
        Optional<String> replayed,
        Optional<String> cause,
        Optional<Reason> shadow) {

    /** {@return the server to which the statement is sent} */
    public Route route() {
        return reason.route();
    }
}
