package io.tidemark.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Calendar;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A recorded parameter of a prepared statement. It is set on the physical statement before each execution. */
interface Parameter {

    void applyTo(PreparedStatement physical, int index) throws SQLException;

    /** Called before the parameter is set on another physical statement. */
    default void renew() {}

    /** True if it can be set on another physical statement. */
    default boolean repeatable() {
        return true;
    }

    /** True if it can be set later, on another connection and by another thread, with the same value. */
    default boolean isIndependent() {
        return repeatable();
    }

    /** A parameter that belongs to a connection, or that the application may change after it was set. */
    record Dependent(Parameter setter) implements Parameter {

        /** True for a value of a type that is not known to be immutable, or to be copied when it is set. */
        static boolean has(@Nullable Object value) {
            return !(value == null
                    || value instanceof Number
                    || value instanceof Character
                    || value instanceof Enum<?>
                    || value instanceof Temporal
                    || value instanceof TemporalAmount
                    || value instanceof Date
                    || value instanceof Calendar
                    || value instanceof byte[]);
        }

        @Override
        public void applyTo(PreparedStatement physical, int index) throws SQLException {
            setter.applyTo(physical, index);
        }

        @Override
        public boolean isIndependent() {
            return false;
        }
    }

    /**
     * A parameter whose text is known.
     *
     * @param value of a class whose {@link Object#toString} is PostgreSQL's text; null for NULL
     */
    record Known(@Nullable Object value, Parameter setter) implements Parameter {

        static boolean has(@Nullable Object value) {
            return value == null
                    || value instanceof String
                    || value instanceof Boolean
                    || value instanceof Integer
                    || value instanceof Long
                    || value instanceof UUID;
        }

        /** The text; empty for NULL. */
        Optional<String> text() {
            return Optional.ofNullable(value).map(Object::toString);
        }

        @Override
        public void applyTo(PreparedStatement physical, int index) throws SQLException {
            setter.applyTo(physical, index);
        }
    }

    /** A parameter that the driver consumes, or writes to the server, when it is set. It is set once per physical statement. */
    final class Once implements Parameter {

        private final Parameter setter;
        private boolean set;

        Once(Parameter setter) {
            this.setter = setter;
        }

        @Override
        public void applyTo(PreparedStatement physical, int index) throws SQLException {
            if (!set) {
                setter.applyTo(physical, index);
                set = true;
            }
        }

        @Override
        public void renew() {
            set = false;
        }

        @Override
        public boolean repeatable() {
            return setter.repeatable();
        }

        @Override
        public boolean isIndependent() {
            return false;
        }
    }

    /** A parameter that is set from a stream, which can be read once. */
    final class Stream implements Parameter {

        private final Parameter setter;
        private boolean read;

        Stream(Parameter setter) {
            this.setter = setter;
        }

        @Override
        public void applyTo(PreparedStatement physical, int index) throws SQLException {
            if (read) {
                throw SqlErrors.streamReadTwice();
            }
            read = true;
            setter.applyTo(physical, index);
        }

        @Override
        public boolean repeatable() {
            return !read;
        }

        @Override
        public boolean isIndependent() {
            return false;
        }
    }
}
