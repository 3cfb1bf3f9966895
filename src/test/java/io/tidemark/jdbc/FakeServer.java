package io.tidemark.jdbc;

import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool and its server, which log what is done to them as {@code name#connection event} and fail on demand. Getters are
 * not logged.
 */
final class FakeServer {

    private final String name;
    private final List<String> log;
    private final Map<String, Deque<Throwable>> failures = new HashMap<>();
    private int connections;
    private int open;
    private Countdown countdown = () -> {};

    /** Is told of every call but the harmless ones, before it does anything, and may fail it. */
    interface Countdown {
        void called() throws Throwable;
    }

    void countdown(Countdown calls) {
        countdown = calls;
    }

    /** The auto-commit mode of a connection that the pool hands out; false: it is enlisted. */
    boolean autoCommit = true;

    /** As on Open Liberty: a statement enlists its connection, which goes on reporting the mode that it had. */
    boolean enlistsByStatement;

    /** What its connections say of themselves. */
    boolean valid = true;

    /** How many rows each write changes. */
    int changes = 1;

    FakeServer(String name, List<String> log) {
        this.name = name;
        this.log = log;
    }

    /** The next call that starts so fails, after it was logged if it is one that is. */
    void failNext(String event, Throwable failure) {
        failures.computeIfAbsent(event, key -> new ArrayDeque<>()).add(failure);
    }

    int open() {
        return open;
    }

    int connections() {
        return connections;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (self, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                countdown.called();
                event(name, "connect");
                open++;
                return connection(name + "#" + ++connections);
            }
            return standard(name, method);
        });
    }

    private void event(String who, String what) throws Throwable {
        log.add(who + " " + what);
        failIfTold(what);
    }

    private void failIfTold(String what) throws Throwable {
        for (Map.Entry<String, Deque<Throwable>> failure : failures.entrySet()) {
            if (what.startsWith(failure.getKey()) && !failure.getValue().isEmpty()) {
                throw failure.getValue().remove();
            }
        }
    }

    private Connection connection(String who) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "AutoCommit",
                autoCommit,
                "ReadOnly",
                false,
                "TransactionIsolation",
                2,
                "Holdability",
                1,
                "NetworkTimeout",
                0,
                "Catalog",
                "catalog",
                "Schema",
                "public"));
        boolean[] closed = {false};
        boolean[] enlisted = {false};
        return proxy(Connection.class, (self, method, arguments) -> {
            String called = method.getName();
            if (called.equals("close") && !closed[0]) {
                closed[0] = true;
                open--;
            }
            count(method);
            if (called.startsWith("set") && !called.equals("setSavepoint")) {
                Object value = arguments[arguments.length - 1];
                event(who, called + "(" + value + ")");
                properties.put(called.substring(3), value);
                return null;
            }
            Object property = properties.get(called.replaceFirst("^(get|is)", ""));
            if (property != null) {
                failIfTold(called);
                return property;
            }
            return switch (called) {
                case "createStatement" -> {
                    enlisted[0] = enlistsByStatement;
                    yield statement(self, who, Optional.empty());
                }
                case "prepareStatement", "prepareCall" -> {
                    event(who, "prepare " + arguments[0]);
                    yield statement(self, who, Optional.of((String) arguments[0]));
                }
                case "isValid" -> {
                    failIfTold(called);
                    yield valid;
                }
                case "isClosed" -> {
                    failIfTold(called);
                    yield closed[0];
                }
                case "createArrayOf" -> {
                    event(who, "createArrayOf " + arguments[0]);
                    yield array(who, (Connection) self, enlisted);
                }
                case "setSavepoint" -> {
                    event(who, arguments == null ? called : called + " " + arguments[0]);
                    yield proxy(Savepoint.class, (savepoint, asked, how) -> standard(who, asked));
                }
                case "releaseSavepoint" -> logged(who, called);
                case "commit", "abort" -> logged(who, called);
                case "rollback" -> logged(who, arguments == null ? called : "rollback to savepoint");
                case "unwrap" -> self;
                case "getMetaData" -> description(who);
                case "close" -> logged(who, called);
                default -> standard(who, method);
            };
        });
    }

    /** An array of the driver's, whose rows lead to its connection. */
    private static Array array(String who, Connection pooled, boolean[] enlisted) {
        Connection driver = proxy(
                Connection.class,
                (self, asked, how) -> enlisted[0] && asked.getName().equals("getAutoCommit")
                        ? (Object) false
                        : asked.invoke(pooled, how));
        Statement statement = proxy(
                Statement.class,
                (self, asked, how) -> asked.getName().equals("getConnection") ? driver : standard(who, asked));
        ResultSet rows = proxy(
                ResultSet.class,
                (self, asked, how) -> asked.getName().equals("getStatement") ? statement : standard(who, asked));
        return proxy(
                Array.class,
                (self, asked, how) -> asked.getName().equals("getResultSet") ? rows : standard(who, asked));
    }

    private void count(Method method) throws Throwable {
        if (method.getDeclaringClass() != Object.class) {
            countdown.called();
        }
    }

    private @Nullable Object logged(String who, String what) throws Throwable {
        event(who, what);
        return null;
    }

    private Statement statement(Object connection, String who, Optional<String> prepared) {
        Map<Integer, Object> parameters = new TreeMap<>();
        List<String> batch = new ArrayList<>();
        int[] fetchSize = {0};
        return proxy(CallableStatement.class, (self, method, arguments) -> {
            String called = method.getName();
            count(method);
            if (called.equals("getFetchSize")) {
                return fetchSize[0];
            }
            if (called.equals("setFetchSize")) {
                fetchSize[0] = (Integer) arguments[0];
            }
            if (called.startsWith("execute")) {
                String what = prepared.orElseGet(() -> arguments == null ? "" : (String) arguments[0]);
                String rows = called.contains("Batch")
                        ? batch.toString()
                        : parameters.values().toString();
                batch.clear();
                event(who, called + " " + what + rows);
                return answer(method.getReturnType());
            }
            if (called.equals("addBatch")) {
                batch.add(arguments == null ? parameters.values().toString() : (String) arguments[0]);
                return null;
            }
            if (called.startsWith("set") && arguments.length > 1) {
                Object value = arguments[1];
                if (value instanceof Blob) {
                    event(who, called);
                }
                parameters.put(
                        (Integer) arguments[0],
                        value instanceof InputStream in
                                ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                : value);
                return null;
            }
            if (called.startsWith("set")
                    || called.equals("closeOnCompletion")
                    || called.equals("registerOutParameter")) {
                return logged(who, called + (arguments == null ? "" : Arrays.toString(arguments)));
            }
            if (called.equals("close")) {
                return logged(who, "statement close");
            }
            if (called.equals("getConnection")) {
                return connection;
            }
            if (called.equals("getGeneratedKeys")) {
                return answer(ResultSet.class);
            }
            return standard(who, method);
        });
    }

    private DatabaseMetaData description(String who) {
        return proxy(DatabaseMetaData.class, (self, method, arguments) -> {
            if (method.getName().equals("getURL")) {
                return "jdbc:" + name;
            }
            return method.getReturnType() == ResultSet.class ? answer(ResultSet.class) : standard(who, method);
        });
    }

    private @Nullable Object answer(Class<?> type) {
        if (type == ResultSet.class) {
            return proxy(
                    ResultSet.class,
                    (self, method, arguments) ->
                            method.getReturnType() == String.class ? "a, b" : standard("rows", method));
        }
        return type == boolean.class
                ? (Object) true
                : type == long.class
                        ? (Object) (long) changes
                        : type == int.class
                                ? (Object) changes
                                : type == int[].class ? new int[] {1, changes} : new long[] {1, changes};
    }

    private static @Nullable Object standard(String who, Method method) {
        if (method.getName().equals("toString")) {
            return who;
        }
        if (method.getName().equals("hashCode")) {
            return who.hashCode();
        }
        Class<?> type = method.getReturnType();
        return type == boolean.class
                ? (Object) false
                : type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FakeServer.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    static SQLException failure(@Nullable String state) {
        return new SQLException("failure " + state, state);
    }
}
