package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What was set on a routed connection, in the order in which it was first set.
 *
 * <p>It does not change: another setting makes another object. Nearly all connections share the one without any.
 */
final class Settings {

    /** A property and what it was set to. */
    record Value<T>(Setting<T> setting, @Nullable T value) {

        void on(Connection connection) throws SQLException {
            setting.change(connection, value);
        }

        /** Adds it to the client info, if it is one. */
        void addTo(Properties clientInfo) {
            setting.clientInfoName().ifPresent(name -> {
                if (value == null) {
                    clientInfo.remove(name);
                } else {
                    clientInfo.setProperty(name, String.valueOf(value));
                }
            });
        }
    }

    static final Settings NONE = new Settings(List.of());

    private final List<Value<?>> values;

    private Settings(List<Value<?>> values) {
        this.values = values;
    }

    List<Value<?>> values() {
        return values;
    }

    /** These and that one, in place of its former value if it had one. */
    <T> Settings with(Setting<T> setting, @Nullable T value) {
        List<Value<?>> all = new ArrayList<>(values);
        Value<T> added = new Value<>(setting, value);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).setting().equals(setting)) {
                all.set(i, added);
                return new Settings(all);
            }
        }
        all.add(added);
        return new Settings(all);
    }

    /** These and that one behind all others, also if it had a value before: it may depend on them, or they on it. */
    <T> Settings withLast(Setting<T> setting, T value) {
        List<Value<?>> all = new ArrayList<>(values);
        all.removeIf(other -> other.setting().equals(setting));
        all.add(new Value<>(setting, value));
        return new Settings(all);
    }

    boolean has(Setting<?> setting) {
        return find(setting) != null;
    }

    boolean readOnly() {
        return value(Setting.READ_ONLY).orElse(false);
    }

    /** What the setting was set to; empty if it was not, or to null. */
    @SuppressWarnings("unchecked") // a setting's value has the setting's type
    <T> Optional<T> value(Setting<T> setting) {
        Value<?> found = find(setting);
        return found == null ? Optional.empty() : Optional.ofNullable((T) found.value());
    }

    private @Nullable Value<?> find(Setting<?> setting) {
        // Nearly always asked of none: not even an iterator is made for that.
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).setting().equals(setting)) {
                return values.get(i);
            }
        }
        return null;
    }
}
