package io.tidemark.jdbc;

import java.sql.SQLException;
import java.util.Set;

/**
 * Which failures of a read on the replica mean that its connection is lost, so that the read may be run once more on the
 * primary. Nothing that the server says about the statement itself is among them.
 *
 * <p>Source: PostgreSQL, appendix "PostgreSQL Error Codes", class 08 and class 57.
 */
final class ReplicaLoss {

    private static final String CONNECTION_EXCEPTION = "08";

    /** Admin shutdown, crash shutdown, cannot connect now, idle session timeout. */
    private static final Set<String> ENDED_BY_SERVER = Set.of("57P01", "57P02", "57P03", "57P05");

    /** Causes may form a cycle. */
    private static final int DEEPEST = 10;

    private ReplicaLoss() {}

    /** A pool may wrap the driver's exception in one of its own, without a state or at run time: its causes count too. */
    static boolean is(Exception failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof ReplicaRefused || (cause instanceof SQLException wrapped && ended(wrapped))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean ended(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith(CONNECTION_EXCEPTION) || ENDED_BY_SERVER.contains(state));
    }
}
