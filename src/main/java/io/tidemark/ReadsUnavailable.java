package io.tidemark;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A read under {@link RoutedReads} failed at once, because no replica may serve it and the primary must not, or cannot.
 *
 * <p>The cause is temporary: a later request may succeed. Over HTTP, the response is 503 (Service
 * Unavailable) with the header {@code Retry-After}, unless the application maps the exception itself.
 *
 * <p>A statement fails with a {@link java.sql.SQLTransientException} of SQLState {@value #SQL_STATE} that has this
 * exception as its cause. A persistence provider wraps it once more. The outermost method under {@link RoutedReads} throws
 * this exception itself, unless the application has wrapped it in an exception of its own. Elsewhere {@link #in} finds it.
 * A read fails in this way only before the request, and the transaction of the read, have written.
 */
@ApplicationException(rollback = true)
public class ReadsUnavailable extends RuntimeException {

    /** The SQLState of the statement: {@code cannot_connect_now}, as if the server were starting or stopping. */
    public static final String SQL_STATE = "57P03";

    private static final long serialVersionUID = 1L;

    /** The beginnings of the names of exceptions that wrap it without an application's intention. */
    private static final List<String> PLATFORM = List.of(
            "java.",
            "jakarta.persistence.",
            "jakarta.ejb.",
            "jakarta.transaction.",
            "org.hibernate.",
            "org.eclipse.persistence.");

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
     * {@return the exception for the caller of the outermost routed method, which has thrown this one} It is of this class if
     * the thrown one is, or if it is an exception of JDBC, of the persistence provider or of the server that is caused by one
     * that is. Otherwise it is the thrown one itself, because an application's own exception is kept.
     *
     * @param thrown the exception of the method
     */
    public static Exception revealed(Exception thrown) {
        boolean kept = thrown instanceof ReadsUnavailable
                || PLATFORM.stream().noneMatch(thrown.getClass().getName()::startsWith);
        return kept
                ? thrown
                : in(thrown)
                        .<Exception>map(reason -> new ReadsUnavailable(reason, thrown))
                        .orElse(thrown);
    }
}
