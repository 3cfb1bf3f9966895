package io.tidemark.jdbc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The outcome of a JDBC call, as a text that is the same for two implementations with the same behaviour. */
final class Outcome {

    private static final List<Class<?>> INTERFACES = List.of(
            Connection.class,
            CallableStatement.class,
            PreparedStatement.class,
            Statement.class,
            ResultSet.class,
            DatabaseMetaData.class,
            Wrapper.class);

    private Outcome() {}

    /** Something of JDBC to call. */
    interface Call {
        @Nullable
        Object run() throws Throwable;
    }

    static String of(Call call) {
        try {
            return inWords(call.run());
        } catch (BatchUpdateException failure) {
            return "batch failure " + failure.getSQLState() + " " + Arrays.toString(failure.getUpdateCounts());
        } catch (SQLException failure) {
            return "failure " + failure.getSQLState();
        } catch (Throwable failure) {
            return failure.getClass().getSimpleName();
        }
    }

    private static String inWords(@Nullable Object value) {
        if (value instanceof int[] counts) {
            return Arrays.toString(counts);
        }
        if (value instanceof long[] counts) {
            return Arrays.toString(counts);
        }
        if (value instanceof Boolean || value instanceof Number || value instanceof String || value == null) {
            return String.valueOf(value);
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return value.toString();
        }
        return INTERFACES.stream()
                .filter(type -> type.isInstance(value))
                .findFirst()
                .map(Class::getSimpleName)
                .orElse("an object");
    }

    /** The rows that are left, column by column. */
    static List<List<@Nullable Object>> rows(ResultSet rows) throws SQLException {
        List<List<@Nullable Object>> all = new ArrayList<>();
        while (rows.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                row.add(rows.getObject(column));
            }
            all.add(row);
        }
        return all;
    }

    /** Supplies the object on which each method is called. */
    interface Subject<T> {
        T fresh() throws Exception;
    }

    /** Uses the object after a successful call of the method. */
    interface After<T> {
        @Nullable
        Object with(T object) throws Exception;
    }

    /** {@return the outcome of each method of a type, each called on a new object with sample arguments} */
    static <T> Map<String, String> ofEachMethod(Class<T> type, Subject<T> subject) throws Exception {
        Map<String, String> outcomes = new TreeMap<>();
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                T object = subject.fresh();
                outcomes.put(name(method), of(() -> called(method, object)));
            }
        }
        return outcomes;
    }

    /** {@return the outcome of each method with a prefix in its name, followed by an action} */
    static <T> Map<String, String> ofEachMethodAndThen(
            Class<T> type, String beginning, Subject<T> subject, After<T> after) throws Exception {
        Map<String, String> outcomes = new TreeMap<>();
        for (Method method : type.getMethods()) {
            if (method.getName().startsWith(beginning)) {
                T object = subject.fresh();
                outcomes.put(name(method), of(() -> {
                    called(method, object);
                    return after.with(object);
                }));
            }
        }
        return outcomes;
    }

    private static @Nullable Object called(Method method, Object object) throws Throwable {
        try {
            return method.invoke(
                    object,
                    Arrays.stream(method.getParameterTypes()).map(Outcome::some).toArray());
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static String name(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static final Map<Class<?>, Object> SOME = Map.ofEntries(
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(short.class, (short) 1),
            Map.entry(byte.class, (byte) 1),
            Map.entry(float.class, 1f),
            Map.entry(double.class, 1d),
            Map.entry(boolean.class, true),
            Map.entry(BigDecimal.class, BigDecimal.ONE),
            Map.entry(Class.class, Outcome.class),
            Map.entry(Executor.class, (Executor) Runnable::run),
            Map.entry(Properties.class, new Properties()),
            Map.entry(Map.class, Map.of()),
            Map.entry(SQLType.class, JDBCType.INTEGER),
            Map.entry(Date.class, new Date(0)),
            Map.entry(Time.class, new Time(0)),
            Map.entry(Timestamp.class, new Timestamp(0)));

    private static @Nullable Object some(Class<?> type) {
        if (type == String.class || type == Object.class) {
            return "a";
        }
        if (type == int[].class) {
            return new int[] {1};
        }
        if (type == byte[].class) {
            return new byte[] {1};
        }
        if (type == String[].class || type == Object[].class) {
            return new String[] {"a"};
        }
        if (type == InputStream.class) {
            return new ByteArrayInputStream(new byte[] {'a'});
        }
        if (type == Reader.class) {
            return new StringReader("a");
        }
        if (type == Calendar.class) {
            return Calendar.getInstance();
        }
        if (type == URL.class) {
            return url();
        }
        return SOME.get(type);
    }

    private static URL url() {
        try {
            return URI.create("http://localhost/").toURL();
        } catch (java.net.MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
