package io.tidemark.jdbc.physical;

import io.tidemark.wal.FailureMessage;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the driver's exception behind another exception. Pools wrap it: into an exception without an SQLState, or, as Payara's
 * connections do, into an unchecked one ({@link java.lang.reflect.UndeclaredThrowableException}).
 */
public final class SqlCauses {

    /** A limit, since causes may form a cycle. */
    private static final int DEEPEST = 20;

    private SqlCauses() {}

    /** The first matching SQLException among the exception and its causes. */
    public static @Nullable SQLException find(Throwable thrown, Predicate<SQLException> wanted) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException found && wanted.test(found)) {
                return found;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** The first SQLException with an SQLState among the exception and its causes. */
    public static @Nullable SQLException withState(Throwable thrown) {
        return find(thrown, cause -> cause.getSQLState() != null);
    }

    /** True if the exception or one of its causes is of that type. */
    public static boolean contain(Throwable thrown, Class<? extends Throwable> kind) {
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
     * The SQLException to throw to the application: the given exception, or the first SQLException behind it.
     *
     * @throws RuntimeException the given exception, if it is unchecked and no SQLException is behind it
     */
    public static SQLException revealed(Exception thrown) {
        SQLException hidden = find(thrown, cause -> !(cause instanceof ReplicaUnavailable));
        if (hidden == null && thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return hidden == null ? new SQLException(why(thrown), "08001", thrown) : hidden;
    }

    /**
     * The message of the driver or the server, for a log or a status. It is taken from the innermost exception that has an
     * SQLState, or else from the innermost of all. A pool's own exception adds only the names of its classes.
     */
    public static String why(Exception failure) {
        return FailureMessage.chain(failure).stream()
                .filter(cause -> cause instanceof SQLException sql && sql.getSQLState() != null)
                .reduce((outer, inner) -> inner)
                .map(telling -> FailureMessage.withRoot(FailureMessage.text(telling), failure))
                .orElseGet(() -> FailureMessage.ofRoot(failure));
    }
}
