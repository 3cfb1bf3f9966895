package io.tidemark;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A read under {@link RoutedReads} failed at once, because no replica may serve it and the primary must not, or cannot.
 *
 * <p>The cause is temporary: a later request may succeed. Nothing was written. Over HTTP, the response is 503 (Service
 * Unavailable) with the header {@code Retry-After}, unless the application maps the exception itself.
 *
 * <p>A statement fails with a {@link java.sql.SQLTransientException} of SQLState {@value #SQL_STATE} that has this exception as its
 * cause. A persistence provider wraps it once more. The outermost method under {@link RoutedReads} throws this exception
 * itself; elsewhere {@link #in} finds it. A transaction in which it occurs is rolled back.
 */
@ApplicationException(rollback = true)
public class ReadsUnavailable extends RuntimeException {

    /** The SQLState of the statement: {@code cannot_connect_now}, as if the server were starting or stopping. */
    public static final String SQL_STATE = "57P03";

    private static final long serialVersionUID = 1L;

    /** The maximum number of causes that {@link #in} follows. */
    private static final int DEPTH = 32;

    /** The time until a repetition makes sense. */
    private final Duration retryAfter;

    /**
     * Creates an exception.
     *
     * @param message the reason, and what to do
     * @param retryAfter the time until a repetition makes sense
     */
    public ReadsUnavailable(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** Creates the exception that a routed method throws instead of one that it causes. */
    private ReadsUnavailable(ReadsUnavailable reason, Throwable cause) {
        super(reason.getMessage(), cause);
        this.retryAfter = reason.retryAfter;
    }

    /** {@return the time until a repetition makes sense, in whole seconds} At least 1. The value of {@code Retry-After}. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }

    /**
     * {@return the first one among an exception and its causes}
     *
     * @param thrown the exception; null has none
     */
    public static Optional<ReadsUnavailable> in(@Nullable Throwable thrown) {
        Throwable next = thrown;
        for (int depth = 0; next != null && depth < DEPTH; depth++) {
            if (next instanceof ReadsUnavailable found) {
                return Optional.of(found);
            }
            next = next.getCause();
        }
        return Optional.empty();
    }

    /**
     * {@return the exception for the caller of a routed method that has thrown this one} It is of this class if the
     * thrown one is, or is caused by one that is; otherwise the thrown one itself.
     *
     * @param thrown the exception of the method
     */
    public static Exception revealed(Exception thrown) {
        return thrown instanceof ReadsUnavailable
                ? thrown
                : in(thrown)
                        .<Exception>map(reason -> new ReadsUnavailable(reason, thrown))
                        .orElse(thrown);
    }
}
