package io.tidemark.postgres;

import java.sql.SQLException;
import java.util.Optional;

/** A failure between here and a server, in one sentence for an operator, with what is expected instead. */
final class Trouble {

    /** Causes may form a cycle. */
    private static final int DEEPEST = 20;

    private Trouble() {}

    /** As the server or the driver says it: a pool wraps it in exceptions of its own. */
    static String inWords(Throwable failed) {
        return briefly(failed)
                + "; expected "
                + expected(telling(failed).map(SQLException::getSQLState).orElse(""));
    }

    /** The same, without what is expected. */
    static String briefly(Throwable failed) {
        Throwable root = root(failed);
        Optional<SQLException> telling = telling(failed);
        if (telling.isEmpty()) {
            return message(root);
        }
        String said = message(telling.get());
        // Such as the host that is not known, which the driver's own message leaves out.
        String because = root instanceof SQLException || said.contains(message(root)) ? "" : ", caused by " + root;
        return said + " (SQLState " + telling.get().getSQLState() + ")" + because;
    }

    /** The innermost exception that has a state. */
    private static Optional<SQLException> telling(Throwable failed) {
        Optional<SQLException> telling = Optional.empty();
        Throwable cause = failed;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                telling = Optional.of(sql);
            }
            cause = cause.getCause();
        }
        return telling;
    }

    /** The exception behind those of pools and proxies. */
    static Throwable root(Throwable failed) {
        Throwable root = failed;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private static String message(Throwable said) {
        return said.getMessage() == null ? said.toString() : said.getMessage().strip();
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
