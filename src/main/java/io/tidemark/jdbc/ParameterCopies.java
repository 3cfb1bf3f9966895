package io.tidemark.jdbc;

import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Copies parameter values that the application may change between setting and executing. A driver reads them when they are set,
 * but a routed statement only when it is executed.
 */
final class ParameterCopies {

    private ParameterCopies() {}

    static byte @Nullable [] of(byte @Nullable [] bytes) {
        return bytes == null ? null : bytes.clone();
    }

    @SuppressWarnings({"unchecked", "JavaUtilDate"}) // JDBC's types; a clone has its original's type
    static <T extends Date> @Nullable T of(@Nullable T date) {
        return date == null ? null : (T) date.clone();
    }

    static @Nullable Calendar of(@Nullable Calendar calendar) {
        return calendar == null ? null : (Calendar) calendar.clone();
    }

    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return of(bytes);
        }
        if (value instanceof Date date) {
            return of(date);
        }
        if (value instanceof Calendar calendar) {
            return of(calendar);
        }
        return value;
    }
}
