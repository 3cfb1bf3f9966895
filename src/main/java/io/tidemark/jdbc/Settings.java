package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was set on a routed connection, in the order in which it was first set. */
final class Settings {

    /** A property and what it was set to. */
    record Value<T>(Setting<T> setting, @Nullable T value) {

        void on(Connection connection) throws SQLException {
            setting.change(connection, value);
        }
    }

    private final List<Value<?>> values = new ArrayList<>(0);
    private int version;

    /** Changes with every {@link #put}. 0: nothing has been set. */
    int version() {
        return version;
    }

    List<Value<?>> values() {
        return values;
    }

    <T> void put(Setting<T> setting, @Nullable T value) {
        put(new Value<>(setting, value));
    }

    void put(Value<?> value) {
        version++;
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).setting().equals(value.setting())) {
                values.set(i, value);
                return;
            }
        }
        values.add(value);
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
        for (Value<?> value : values) {
            if (value.setting().equals(setting)) {
                return value;
            }
        }
        return null;
    }
}
