package io.tidemark.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A parameter that was set on a prepared statement: what sets it on a physical one. */
interface Parameter {

    void applyTo(PreparedStatement physical) throws SQLException;

    /** It can still be set on a physical statement. */
    default boolean repeatable() {
        return true;
    }

    /** A parameter that is set from a stream, which can be read once. */
    final class Stream implements Parameter {

        private final Parameter setter;
        private boolean read;

        Stream(Parameter setter) {
            this.setter = setter;
        }

        @Override
        public void applyTo(PreparedStatement physical) throws SQLException {
            if (read) {
                throw Refusal.streamReadTwice();
            }
            read = true;
            setter.applyTo(physical);
        }

        @Override
        public boolean repeatable() {
            return !read;
        }
    }
}
