package io.tidemark.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a prepared statement.
 *
 * <p>Values that could change after they were set are copied by whoever sets them.
 */
final class Parameters {

    /** The wire protocol counts them in 16 bits. Source: PostgreSQL, "Message Formats", Bind. */
    private static final int MOST = 65_535;

    private static final Parameter[] NO_VALUES = {};

    private @Nullable Parameter[] values = NO_VALUES;

    void set(int index, Parameter parameter) throws SQLException {
        if (index < 1 || index > MOST) {
            throw Refusal.badValue("parameter index", index);
        }
        if (index > values.length) {
            values = Arrays.copyOf(values, Math.min(MOST, index * 2));
        }
        values[index - 1] = parameter;
    }

    /** Sets them on the physical statement. */
    void applyTo(PreparedStatement physical) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = values[i];
            if (parameter != null) {
                parameter.applyTo(physical, i + 1);
            }
        }
    }

    /** From here on they are meant for another physical statement, or for one that has other values. */
    void renew() {
        for (Parameter parameter : values) {
            if (parameter != null) {
                parameter.renew();
            }
        }
    }

    boolean repeatable() {
        for (Parameter parameter : values) {
            if (parameter != null && !parameter.repeatable()) {
                return false;
            }
        }
        return true;
    }

    void clear() {
        values = NO_VALUES;
    }

    /** The same parameters, for one row of a batch. */
    Parameters copy() {
        Parameters copy = new Parameters();
        copy.values = values.clone();
        return copy;
    }
}
