package io.tidemark.postgres;

import io.tidemark.wal.FailureMessage;
import io.tidemark.wal.ServerFault;
import java.sql.SQLException;
import java.util.Optional;

/** A failure between here and a server, in one sentence for an operator, with what is expected instead. */
final class FailureText {

    /** No right to connect to the database. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private FailureText() {}

    /** The same as a fault of the server. */
    static ServerFault fault(Throwable failed) {
        ServerFault.Kind kind = refusesLogin(state(failed)) ? ServerFault.Kind.REFUSED : ServerFault.Kind.UNREACHABLE;
        return new ServerFault(kind, inWords(failed), failed);
    }

    /** As the server or the driver says it: a pool wraps it in exceptions of its own. */
    static String inWords(Throwable failed) {
        return briefly(failed) + "; expected " + expected(state(failed));
    }

    /** The same, without what is expected. */
    static String briefly(Throwable failed) {
        return telling(failed)
                .map(told -> FailureMessage.withRoot(
                        FailureMessage.text(told) + " (SQLState " + told.getSQLState() + ")", failed))
                .orElseGet(() -> FailureMessage.ofRoot(failed));
    }

    private static String state(Throwable failed) {
        return telling(failed).map(SQLException::getSQLState).orElse("");
    }

    /** The innermost exception that has a state. */
    private static Optional<SQLException> telling(Throwable failed) {
        return FailureMessage.chain(failed).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(told -> told.getSQLState() != null)
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
