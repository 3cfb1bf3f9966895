package io.tidemark.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls of a connection, whose statements report their reads. */
final class ObservedConnection implements InvocationHandler {

    private final Connection connection;
    private final Consumer<ObservedRead> observer;

    private ObservedConnection(Connection connection, Consumer<ObservedRead> observer) {
        this.connection = connection;
        this.observer = observer;
    }

    static Connection of(Connection connection, Consumer<ObservedRead> observer) {
        return proxy(Connection.class, new ObservedConnection(connection, observer));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("equals") && arguments != null) {
            return proxy == arguments[0];
        }
        Object result = call(connection, method, arguments);
        if (result instanceof CallableStatement statement) {
            return proxy(CallableStatement.class, new ObservedStatement((Connection) proxy, statement, observer, ""));
        }
        if (result instanceof PreparedStatement statement && arguments != null) {
            String sql = String.valueOf(arguments[0]);
            return proxy(PreparedStatement.class, new ObservedStatement((Connection) proxy, statement, observer, sql));
        }
        if (result instanceof Statement statement) {
            return proxy(Statement.class, new ObservedStatement((Connection) proxy, statement, observer, ""));
        }
        return result;
    }

    /** Calls the method of the driver's object, and throws its exceptions unchanged. */
    static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(ObservedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
