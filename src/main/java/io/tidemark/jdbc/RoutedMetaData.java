package io.tidemark.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a database says of itself, asked of the primary, or of the connection that the open transaction is on, at each
 * call.
 *
 * <p>The one proxy among the delegates: it is on no way that is worth a nanosecond, and has some 180 methods, of which two
 * kinds are of interest.
 */
final class RoutedMetaData {

    private RoutedMetaData() {}

    static DatabaseMetaData of(Session session) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                RoutedMetaData.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getConnection" -> session;
                    case "unwrap" -> unwrapped(self, session, (Class<?>) arguments[0]);
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "description of what " + session + " leads to";
                    default -> asked(session, method, arguments);
                });
    }

    private static Object unwrapped(Object self, Session session, Class<?> type) throws SQLException {
        if (type.isInstance(self)) {
            return self;
        }
        // It leads to the driver's connection.
        DatabaseMetaData physical = session.escape().connection().getMetaData();
        return type.isInstance(physical) ? physical : physical.unwrap(type);
    }

    private static @Nullable Object asked(Session session, Method method, Object @Nullable [] arguments)
            throws Throwable {
        DatabaseMetaData physical = session.ask(Connection::getMetaData);
        try {
            Object answer = method.invoke(physical, arguments);
            return answer instanceof ResultSet rows ? new RoutedResultSet(rows, null) : answer;
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
