package io.tidemark.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls of a statement, which reports each read with its parameters. A statement is used by one thread at a time. */
final class ObservedStatement implements InvocationHandler {

    private final Connection connection;
    private final Statement statement;
    private final Consumer<ObservedRead> observer;
    private final String prepared;
    private final Map<Integer, ObservedRead.Parameter> parameters = new TreeMap<>();

    /**
     * Observes a statement.
     *
     * @param connection the observed connection
     * @param prepared the SQL of a prepared statement; empty for another
     */
    ObservedStatement(Connection connection, Statement statement, Consumer<ObservedRead> observer, String prepared) {
        this.connection = connection;
        this.statement = statement;
        this.observer = observer;
        this.prepared = prepared;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("equals") && arguments != null) {
            return proxy == arguments[0];
        }
        if (name.equals("getConnection")) {
            return connection;
        }
        Object result = ObservedConnection.call(statement, method, arguments);
        if (name.equals("clearParameters")) {
            parameters.clear();
        } else if (name.startsWith("set")
                && arguments != null
                && arguments.length > 1
                && arguments[0] instanceof Integer at) {
            parameters.put(at, new ObservedRead.Parameter(method, Arrays.asList(arguments.clone())));
        } else if (name.equals("executeQuery") || (name.equals("execute") && Boolean.TRUE.equals(result))) {
            report(arguments);
        }
        return result;
    }

    private void report(Object @Nullable [] arguments) {
        ObservedRead read = arguments == null
                ? new ObservedRead(prepared, ObservedRead.Form.PREPARED, new ArrayList<>(parameters.values()))
                : new ObservedRead(String.valueOf(arguments[0]), ObservedRead.Form.PLAIN, new ArrayList<>());
        if (read.isRepeatable()) {
            observer.accept(read);
        }
    }
}
