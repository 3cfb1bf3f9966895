package io.tidemark.jdbc.physical;

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
 * A property that can be set on a routed connection before a server is chosen. It can set its value on a physical connection,
 * and save the former value. Equal by name.
 *
 * @param <T> the type of its values
 */
public final class ConnectionProperty<T> {

    /** Sets the property. */
    interface Change<T> {
        void on(Connection connection, @Nullable T value) throws SQLException;
    }

    /** Saves the value before the first change. */
    interface Save {
        Undo of(Connection connection) throws SQLException;
    }

    /** Restores the saved value. */
    public interface Undo {
        /** Restores it on that connection. */
        void on(Connection connection) throws SQLException;
    }

    /** A network time-out, with the executor that JDBC requires to set it. */
    public record NetworkTimeout(Executor executor, int milliseconds) {}

    /** The isolation level. */
    public static final ConnectionProperty<Integer> ISOLATION =
            new ConnectionProperty<>("isolation", (c, value) -> c.setTransactionIsolation(given(value)), c -> {
                int was = c.getTransactionIsolation();
                return undone -> undone.setTransactionIsolation(was);
            });

    /** The read-only property. */
    public static final ConnectionProperty<Boolean> READ_ONLY =
            new ConnectionProperty<>("read-only", (c, value) -> c.setReadOnly(given(value)), c -> {
                boolean was = c.isReadOnly();
                return undone -> undone.setReadOnly(was);
            });

    /** The default holdability of result sets. */
    public static final ConnectionProperty<Integer> HOLDABILITY =
            new ConnectionProperty<>("holdability", (c, value) -> c.setHoldability(given(value)), c -> {
                int was = c.getHoldability();
                return undone -> undone.setHoldability(was);
            });

    /** The catalog. */
    public static final ConnectionProperty<String> CATALOG =
            new ConnectionProperty<>("catalog", Connection::setCatalog, c -> {
                String was = c.getCatalog();
                return undone -> undone.setCatalog(was);
            });

    /** The schema. The whole search path is restored. */
    public static final ConnectionProperty<String> SCHEMA =
            new ConnectionProperty<>("schema", Connection::setSchema, ConnectionProperty::searchPath);

    /** The type map. */
    public static final ConnectionProperty<Map<String, Class<?>>> TYPE_MAP =
            new ConnectionProperty<>("type map", Connection::setTypeMap, c -> {
                Map<String, Class<?>> was = c.getTypeMap();
                return undone -> undone.setTypeMap(was);
            });

    /** The network time-out. */
    public static final ConnectionProperty<NetworkTimeout> NETWORK_TIMEOUT = new ConnectionProperty<>(
            "network timeout",
            (c, value) ->
                    c.setNetworkTimeout(given(value).executor(), given(value).milliseconds()),
            c -> {
                int was = c.getNetworkTimeout();
                return undone -> undone.setNetworkTimeout(Runnable::run, was);
            });

    /**
     * The settings of the session that this SQL text changes. Only the server knows which they are. They are not restored, as
     * they would not be on a connection of a plain pool.
     */
    static ConnectionProperty<Object> text(String sql) {
        return new ConnectionProperty<>(
                "text " + sql,
                (c, any) -> {
                    try (Statement statement = c.createStatement()) {
                        statement.execute(sql);
                    }
                },
                c -> undone -> {});
    }

    /** Stands for the value of a custom setting that a statement has changed, or is about to. It is not applied. */
    public static final String LEFT = "\0";

    /** A custom setting of the session, such as {@code app.tenant}. Null resets it to its default. */
    public static ConnectionProperty<String> custom(String setting) {
        Change<String> change = (connection, value) -> {
            if (!LEFT.equals(value)) {
                setConfig(connection, setting, value);
            }
        };
        return new ConnectionProperty<>("custom setting " + setting, change, c -> {
            String was = currentSetting(c, setting);
            return undone -> restore(undone, setting, was);
        });
    }

    private static void restore(Connection connection, String setting, @Nullable String was) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(
                "SELECT CASE WHEN"
                        + " pg_catalog.current_setting(?, true) IS DISTINCT FROM ? THEN pg_catalog.set_config(?, ?, false) END")) {
            ask.setString(1, setting);
            ask.setString(2, was);
            // The condition is false for a name that the server refuses, since it was never set.
            ask.setString(3, setting);
            ask.setString(4, was);
            ask.execute();
        }
    }

    private static void setConfig(Connection connection, String setting, @Nullable String value) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("SELECT pg_catalog.set_config(?, ?, false)")) {
            set.setString(1, setting);
            set.setString(2, value);
            set.execute();
        }
    }

    private static @Nullable String currentSetting(Connection connection, String setting) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("SELECT pg_catalog.current_setting(?, true)")) {
            ask.setString(1, setting);
            try (ResultSet answer = ask.executeQuery()) {
                answer.next();
                return answer.getString(1);
            }
        }
    }

    /** A property of the client info. */
    public static ConnectionProperty<String> clientInfo(String name) {
        return new ConnectionProperty<>(CLIENT_INFO + name, (c, value) -> c.setClientInfo(name, value), c -> {
            String was = c.getClientInfo(name);
            return undone -> undone.setClientInfo(name, was);
        });
    }

    private static final String CLIENT_INFO = "client info ";

    private final String name;
    private final Change<T> change;
    private final Save save;

    private ConnectionProperty(String name, Change<T> change, Save save) {
        this.name = name;
        this.change = change;
        this.save = save;
    }

    /** The property's name in the client info; empty if it does not belong there. */
    Optional<String> clientInfoName() {
        return name.startsWith(CLIENT_INFO) ? Optional.of(name.substring(CLIENT_INFO.length())) : Optional.empty();
    }

    void change(Connection connection, @Nullable T value) throws SQLException {
        change.on(connection, value);
    }

    Undo save(Connection connection) throws SQLException {
        return save.of(connection);
    }

    /** Saves the search path. getSchema() returns only its first schema, and setting that would drop the others. */
    private static Undo searchPath(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet path = statement.executeQuery("SHOW search_path")) {
            path.next();
            String was = path.getString(1);
            return undone -> setConfig(undone, "search_path", was);
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
        return other instanceof ConnectionProperty<?> that && name.equals(that.name);
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
