package io.tidemark.jdbc;

import io.tidemark.wal.FailureMessage;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is behind an exception. Pools wrap the driver's in ones of their own, without a state or, as Payara's connections
 * do, at run time ({@link java.lang.reflect.UndeclaredThrowableException}).
 */
final class Causes {

    /** Causes may form a cycle. */
    private static final int DEEPEST = 20;

    private Causes() {}

    /** The first SQLException among the exception and its causes that is like that. */
    static @Nullable SQLException find(Throwable thrown, Predicate<SQLException> wanted) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException found && wanted.test(found)) {
                return found;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** The first SQLException among the exception and its causes that has a state. */
    static @Nullable SQLException withState(Throwable thrown) {
        return find(thrown, cause -> cause.getSQLState() != null);
    }

    /** Whether one of that kind is the exception or among its causes. */
    static boolean contain(Throwable thrown, Class<? extends Throwable> kind) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (kind.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * The SQLException that it is, or that is behind it, for the application to be told as JDBC tells it.
     *
     * @throws RuntimeException itself, if there is none
     */
    static SQLException revealed(Exception thrown) {
        SQLException hidden = find(thrown, cause -> !(cause instanceof ReplicaRefused));
        if (hidden == null && thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return hidden == null ? new SQLException(why(thrown), "08001", thrown) : hidden;
    }

    /**
     * The reason, as the driver or the server says it, for a log or a status: of the innermost exception that has a state;
     * without one, of the innermost of all. A pool's own exception names its own classes at most.
     */
    static String why(Exception failure) {
        return FailureMessage.chain(failure).stream()
                .filter(cause -> cause instanceof SQLException sql && sql.getSQLState() != null)
                .reduce((outer, inner) -> inner)
                .map(telling -> FailureMessage.withRoot(FailureMessage.text(telling), failure))
                .orElseGet(() -> FailureMessage.ofRoot(failure));
    }
}
