package io.tidemark.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a prepared statement, as an array by index. An element is null if that parameter was not set.
 *
 * <p>The caller copies mutable values; see {@link ParameterCopies}.
 */
final class Parameters {

    static final Parameter[] NONE = {};

    /** The wire protocol counts them in 16 bits. Source: PostgreSQL, "Message Formats", Bind. */
    private static final int MOST = 65_535;

    private Parameters() {}

    /** Adds a parameter. Returns the same array if it is long enough. */
    static @Nullable Parameter[] with(@Nullable Parameter[] parameters, int index, Parameter parameter)
            throws SQLException {
        if (index < 1 || index > MOST) {
            throw SqlErrors.badValue("parameter index", index);
        }
        @Nullable
        Parameter[] enough =
                index <= parameters.length ? parameters : Arrays.copyOf(parameters, Math.min(MOST, index * 2));
        enough[index - 1] = parameter;
        return enough;
    }

    /** Sets them on the physical statement. */
    static void apply(@Nullable Parameter[] parameters, PreparedStatement physical) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            if (parameter != null) {
                parameter.applyTo(physical, i + 1);
            }
        }
    }

    /** Called before the parameters are set on another physical statement, or again after other values. */
    static void renew(@Nullable Parameter[] parameters) {
        for (Parameter parameter : parameters) {
            if (parameter != null) {
                parameter.renew();
            }
        }
    }

    /** True if all can be set later, on another connection and by another thread. */
    static boolean independent(@Nullable Parameter[] parameters) {
        for (Parameter parameter : parameters) {
            if (parameter != null && !parameter.isIndependent()) {
                return false;
            }
        }
        return true;
    }

    static boolean repeatable(@Nullable Parameter[] parameters) {
        for (Parameter parameter : parameters) {
            if (parameter != null && !parameter.repeatable()) {
                return false;
            }
        }
        return true;
    }
}
