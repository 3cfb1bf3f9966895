package io.tidemark.eclipselink;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A connection for EclipseLink's start, borrowed from the pool at its first use. Used by one thread at a time. */
final class StartupConnection implements InvocationHandler {

    private final DataSource source;
    private @Nullable Connection borrowed;
    private boolean closed;

    private StartupConnection(DataSource source) {
        this.source = source;
    }

    static Connection to(DataSource source) {
        return (Connection) Proxy.newProxyInstance(
                StartupConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new StartupConnection(source));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Connection connection = borrowed;
        if (connection == null) {
            switch (method.getName()) {
                case "close" -> {
                    closed = true;
                    return null;
                }
                case "isClosed" -> {
                    return closed;
                }
                case "equals" -> {
                    return arguments != null && proxy == arguments[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                case "toString" -> {
                    return "connection at the start of EclipseLink";
                }
                default -> connection = borrow();
            }
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }

    private Connection borrow() throws SQLException {
        if (closed) {
            throw new SQLException("This connection has been closed", "08003");
        }
        Connection connection = source.getConnection();
        borrowed = connection;
        return connection;
    }
}
