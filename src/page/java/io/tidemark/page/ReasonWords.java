package io.tidemark.page;

import io.tidemark.Reason;

/** The reasons of routes in plain words. Each is the end of a sentence that begins with "because". */
final class ReasonWords {

    private ReasonWords() {}

    static String of(Reason reason) {
        return switch (reason) {
            case CAUGHT_UP -> "the replica has replayed the caller's writes";
            case ANONYMOUS -> "the request has no caller whose writes must be included";
            case EVENTUAL -> "the code accepts stale reads";
            case WRITE -> "it is a write, or is not proved to be a read";
            case WROTE -> "the request has written before";
            case IN_TRANSACTION -> "the transaction has already used the primary";
            case PRIMARY_HELD -> "the connection holds another one that is in use";
            case NOT_ROUTED -> "the code is not annotated with @RoutedReads";
            case HINT -> "a comment in the statement asks for the primary";
            case SESSION_SETTING -> "it depends on a session setting with an unknown value";
            case LATEST -> "the code asks for the latest state";
            case NO_CALLER -> "background work has no caller whose writes are known";
            case REPLICA_BEHIND -> "no replica has replayed the caller's writes yet";
            case REPLICA_CLOCK -> "it depends on the time, and the replica's clock might hide the caller's writes";
            case REPLICA_UNAVAILABLE -> "the replica does not answer, or its pool is exhausted";
            case REPLICA_CONFLICT -> "the replica cancelled it in order to replay";
            case REPLICA_FAILED -> "it failed on a replica and is retried";
            case REPLICA_INELIGIBLE -> "no replica may serve reads at present";
            case WRITE_PENDING -> "a write of the caller is in flight";
            case STORE_UNAVAILABLE -> "the store of marks does not answer";
            case PRIMARY_UNKNOWN -> "the primary has not answered yet";
            case POSITION_UNKNOWN -> "the required position is of another cluster, or unknown";
            case PRIMARY_OUTDATED -> "this primary was replaced by a failover";
            case NO_REPLICA -> "no replica is configured";
            case ROUTING_OFF -> "routing is off";
            case NOT_IN_SHARE -> "the caller is not in the share that may use replicas";
            case SHADOW -> "shadow mode keeps reads on the primary";
        };
    }
}
