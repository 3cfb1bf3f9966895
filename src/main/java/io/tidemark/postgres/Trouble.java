package io.tidemark.postgres;

import java.sql.SQLException;
import java.util.Optional;

/** What went wrong between here and a server, in one sentence for an operator, with what is expected instead. */
final class Trouble {

    private Trouble() {}

    /** Told as the server or the driver tells it: a pool wraps it in exceptions of its own. */
    static String inWords(Throwable failed) {
        Throwable told = root(failed);
        Optional<String> state = Optional.empty();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                told = sql;
                state = Optional.of(sql.getSQLState());
            }
        }
        String message = told.getMessage() == null ? told.toString() : told.getMessage();
        return message.strip()
                + state.map(code -> " (SQLState " + code + ")").orElse("")
                + "; expected "
                + expected(state.orElse(""));
    }

    /** The exception behind those of pools and proxies. */
    static Throwable root(Throwable failed) {
        Throwable cause = failed.getCause();
        return cause == null ? failed : root(cause);
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
