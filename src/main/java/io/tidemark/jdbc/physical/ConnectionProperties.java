package io.tidemark.jdbc.physical;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The properties that were set on a routed connection, in the order in which they were first set. Immutable: a change makes
 * another object. Nearly all connections share {@link #NONE}.
 */
public final class ConnectionProperties {

    /** A property and its value. */
    public record Value<T>(ConnectionProperty<T> property, @Nullable T value) {

        void on(Connection connection) throws SQLException {
            property.change(connection, value);
        }

        /** Adds it to the client info, if it is a property of the client info. */
        public void addTo(Properties clientInfo) {
            property.clientInfoName().ifPresent(name -> {
                if (value == null) {
                    clientInfo.remove(name);
                } else {
                    clientInfo.setProperty(name, String.valueOf(value));
                }
            });
        }
    }

    /** A connection on which nothing was set. */
    public static final ConnectionProperties NONE = new ConnectionProperties(List.of());

    private final List<Value<?>> values;

    private ConnectionProperties(List<Value<?>> values) {
        this.values = values;
    }

    /** The properties in their order. */
    public List<Value<?>> values() {
        return values;
    }

    /** A copy in which the property has that value, at its former place if it had one. */
    <T> ConnectionProperties with(ConnectionProperty<T> property, @Nullable T value) {
        List<Value<?>> all = new ArrayList<>(values);
        Value<T> added = new Value<>(property, value);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).property().equals(property)) {
                all.set(i, added);
                return new ConnectionProperties(all);
            }
        }
        all.add(added);
        return new ConnectionProperties(all);
    }

    /** A copy in which the property comes last, even if it had a value before. It may depend on the others, or they on it. */
    <T> ConnectionProperties withLast(ConnectionProperty<T> property, T value) {
        List<Value<?>> all = new ArrayList<>(values);
        all.removeIf(other -> other.property().equals(property));
        all.add(new Value<>(property, value));
        return new ConnectionProperties(all);
    }

    boolean has(ConnectionProperty<?> property) {
        return find(property) != null;
    }

    /** The read-only property; false if it was not set. */
    public boolean readOnly() {
        return value(ConnectionProperty.READ_ONLY).orElse(false);
    }

    /** The value of a property; empty if it was not set, or set to null. */
    @SuppressWarnings("unchecked") // a property's value has the property's type
    public <T> Optional<T> value(ConnectionProperty<T> property) {
        Value<?> found = find(property);
        return found == null ? Optional.empty() : Optional.ofNullable((T) found.value());
    }

    private @Nullable Value<?> find(ConnectionProperty<?> property) {
        // The list is nearly always empty: an iterator would be an allocation per read.
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).property().equals(property)) {
                return values.get(i);
            }
        }
        return null;
    }
}
