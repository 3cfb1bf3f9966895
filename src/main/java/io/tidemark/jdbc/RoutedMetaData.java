package io.tidemark.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of the database. Values are the primary's; they are cached and need no connection. Rows show the database as the
 * connection sees it now. They come from the primary, or from the connection of the open local transaction, and hold it until
 * they are closed.
 *
 * <p>The only proxy among the delegates, since it is on no hot path and has about 180 methods of three kinds.
 */
final class RoutedMetaData {

    private RoutedMetaData() {}

    static DatabaseMetaData of(ConnectionLifecycle lifecycle) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                RoutedMetaData.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getConnection" -> lifecycle;
                    // The driver reports the property of its own connection, which the replica's pool may set.
                    case "isReadOnly" -> lifecycle.isReadOnly();
                    case "unwrap" -> unwrapped(self, lifecycle, (Class<?>) arguments[0]);
                    case "isWrapperFor" ->
                        ((Class<?>) arguments[0]).isInstance(self) || (Boolean) value(lifecycle, method, arguments);
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "description of what " + lifecycle + " leads to";
                    default ->
                        method.getReturnType() == ResultSet.class
                                ? lifecycle.metadataRows(connection -> (ResultSet) asked(connection, method, arguments))
                                : value(lifecycle, method, arguments);
                });
    }

    private static Object unwrapped(Object self, ConnectionLifecycle lifecycle, Class<?> type) throws SQLException {
        if (type.isInstance(self)) {
            return self;
        }
        // It leads to the driver's connection.
        DatabaseMetaData physical = lifecycle.handOut().connection().getMetaData();
        return type.isInstance(physical) ? physical : physical.unwrap(type);
    }

    private static Object value(ConnectionLifecycle lifecycle, Method method, Object @Nullable [] arguments)
            throws SQLException {
        List<?> question = List.of(method, arguments == null ? List.of() : Arrays.asList(arguments));
        return lifecycle.constant(question, connection -> asked(connection, method, arguments));
    }

    private static Object asked(Connection connection, Method method, Object @Nullable [] arguments)
            throws SQLException {
        try {
            return method.invoke(connection.getMetaData(), arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof SQLException failure) {
                throw failure;
            }
            if (thrown.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new SQLException(thrown.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
