package io.tidemark.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a prepared statement, with which of them the physical statement does not have yet.
 *
 * <p>Values that could change after they were set are copied by whoever sets them.
 */
final class Parameters {

    /** The wire protocol counts them in 16 bits. Source: PostgreSQL, "Message Formats", Bind. */
    private static final int MOST = 65_535;

    private static final Parameter[] NO_VALUES = {};
    private static final boolean[] NONE_MISSING = {};

    private @Nullable Parameter[] values = NO_VALUES;
    private boolean[] missing = NONE_MISSING;
    private boolean anyMissing;

    void set(int index, Parameter parameter) throws SQLException {
        if (index < 1 || index > MOST) {
            throw Refusal.badValue("parameter index", index);
        }
        if (index > values.length) {
            int length = Math.min(MOST, index * 2);
            values = Arrays.copyOf(values, length);
            missing = Arrays.copyOf(missing, length);
        }
        values[index - 1] = parameter;
        missing[index - 1] = true;
        anyMissing = true;
    }

    /** Sets on the physical statement what it does not have yet. */
    void applyTo(PreparedStatement physical) throws SQLException {
        if (!anyMissing) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = values[i];
            if (missing[i] && parameter != null) {
                parameter.applyTo(physical);
                missing[i] = false;
            }
        }
        anyMissing = false;
    }

    /** From here on they are meant for another physical statement, which has none of them. */
    void renew() {
        Arrays.fill(missing, true);
        anyMissing = true;
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
        missing = NONE_MISSING;
        anyMissing = false;
    }

    /** The same parameters, for one row of a batch. */
    Parameters copy() {
        Parameters copy = new Parameters();
        copy.values = values.clone();
        copy.missing = new boolean[values.length];
        copy.renew();
        return copy;
    }
}
