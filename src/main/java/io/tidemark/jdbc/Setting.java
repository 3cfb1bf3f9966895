package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A property of a connection that can be set before a server is chosen: how to set it on a physical connection, and how
 * to find out what undoes that. Equal by name.
 *
 * @param <T> the type of its values
 */
final class Setting<T> {

    /** Sets the property. */
    interface Change<T> {
        void on(Connection connection, @Nullable T value) throws SQLException;
    }

    /** Finds out, before the first change, what restores the property. */
    interface Save {
        Undo of(Connection connection) throws SQLException;
    }

    /** Restores the property. */
    interface Undo {
        void on(Connection connection) throws SQLException;
    }

    /** A network time-out needs an executor to be set. */
    record NetworkTimeout(Executor executor, int milliseconds) {}

    static final Setting<Integer> ISOLATION =
            new Setting<>("isolation", (c, value) -> c.setTransactionIsolation(given(value)), c -> {
                int was = c.getTransactionIsolation();
                return undone -> undone.setTransactionIsolation(was);
            });

    static final Setting<Boolean> READ_ONLY =
            new Setting<>("read-only", (c, value) -> c.setReadOnly(given(value)), c -> {
                boolean was = c.isReadOnly();
                return undone -> undone.setReadOnly(was);
            });

    static final Setting<Integer> HOLDABILITY =
            new Setting<>("holdability", (c, value) -> c.setHoldability(given(value)), c -> {
                int was = c.getHoldability();
                return undone -> undone.setHoldability(was);
            });

    static final Setting<String> CATALOG = new Setting<>("catalog", Connection::setCatalog, c -> {
        String was = c.getCatalog();
        return undone -> undone.setCatalog(was);
    });

    static final Setting<String> SCHEMA = new Setting<>("schema", Connection::setSchema, Setting::searchPath);

    static final Setting<Map<String, Class<?>>> TYPE_MAP = new Setting<>("type map", Connection::setTypeMap, c -> {
        Map<String, Class<?>> was = c.getTypeMap();
        return undone -> undone.setTypeMap(was);
    });

    static final Setting<NetworkTimeout> NETWORK_TIMEOUT = new Setting<>(
            "network timeout",
            (c, value) ->
                    c.setNetworkTimeout(given(value).executor(), given(value).milliseconds()),
            c -> {
                int was = c.getNetworkTimeout();
                return undone -> undone.setNetworkTimeout(Runnable::run, was);
            });

    /**
     * Settings of the session that this text changes. Which, and from what, only the server knows: they stay on the
     * connection, as when the text is run on a connection of a plain pool.
     */
    static Setting<Object> text(String sql) {
        return new Setting<>(
                "text " + sql,
                (c, any) -> {
                    try (Statement statement = c.createStatement()) {
                        statement.execute(sql);
                    }
                },
                c -> undone -> {});
    }

    static Setting<String> clientInfo(String name) {
        return new Setting<>(CLIENT_INFO + name, (c, value) -> c.setClientInfo(name, value), c -> {
            String was = c.getClientInfo(name);
            return undone -> undone.setClientInfo(name, was);
        });
    }

    private static final String CLIENT_INFO = "client info ";

    private final String name;
    private final Change<T> change;
    private final Save save;

    private Setting(String name, Change<T> change, Save save) {
        this.name = name;
        this.change = change;
        this.save = save;
    }

    /** The property's name in the client info; empty if it is none of that. */
    Optional<String> clientInfoName() {
        return name.startsWith(CLIENT_INFO) ? Optional.of(name.substring(CLIENT_INFO.length())) : Optional.empty();
    }

    void change(Connection connection, @Nullable T value) throws SQLException {
        change.on(connection, value);
    }

    Undo save(Connection connection) throws SQLException {
        return save.of(connection);
    }

    /** getSchema() knows the first schema only; setting that again would cut the search path short. */
    private static Undo searchPath(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet path = statement.executeQuery("SHOW search_path")) {
            path.next();
            String was = path.getString(1);
            return undone -> {
                try (PreparedStatement restore =
                        undone.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, false)")) {
                    restore.setString(1, was);
                    restore.execute();
                }
            };
        }
    }

    private static <V> V given(@Nullable V value) {
        if (value == null) {
            throw new IllegalArgumentException("This setting takes no null");
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Setting<?> that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
