package io.tidemark.postgres;

import io.tidemark.wal.FailureMessage;
import io.tidemark.wal.ServerFault;
import java.sql.SQLException;
import java.util.Optional;

/** Describes a failed connection or query to an operator, in one sentence with the expected state. */
final class FailureText {

    /** The role has no right to connect to the database. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private FailureText() {}

    /** Returns the failure as a fault of the server. */
    static ServerFault fault(Throwable failed) {
        ServerFault.Kind kind = refusesLogin(state(failed)) ? ServerFault.Kind.REFUSED : ServerFault.Kind.UNREACHABLE;
        return new ServerFault(kind, inWords(failed), failed);
    }

    /** Returns the message of the server or driver, without the exceptions in which a pool wraps it. */
    static String inWords(Throwable failed) {
        return briefly(failed) + "; expected " + expected(state(failed));
    }

    /** Returns the same message without the expected state. */
    static String briefly(Throwable failed) {
        return innermostWithState(failed)
                .map(found -> FailureMessage.withRoot(
                        FailureMessage.text(found) + " (SQLState " + found.getSQLState() + ")", failed))
                .orElseGet(() -> FailureMessage.ofRoot(failed));
    }

    private static String state(Throwable failed) {
        return innermostWithState(failed).map(SQLException::getSQLState).orElse("");
    }

    /** Returns the innermost exception that has a state. */
    private static Optional<SQLException> innermostWithState(Throwable failed) {
        return FailureMessage.chain(failed).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(found -> found.getSQLState() != null)
                .reduce((outer, inner) -> inner);
    }

    private static boolean refusesLogin(String state) {
        return state.startsWith("28") || state.startsWith("3D") || state.equals(INSUFFICIENT_PRIVILEGE);
    }

    /** Source: PostgreSQL documentation, "PostgreSQL Error Codes". */
    private static String expected(String state) {
        if (state.startsWith("28")) {
            return "the user and the password of a role that this server lets in";
        }
        if (state.startsWith("3D")) {
            return "the name of a database on this server";
        }
        return "a PostgreSQL server that answers where this data source leads, and lets its user in";
    }
}
