package io.tidemark.audit;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of texts as a driver returns them. */
final class FakeRows {

    private FakeRows() {}

    static ResultSet of(List<List<String>> rows) {
        int width = rows.isEmpty() ? 0 : rows.get(0).size();
        return ofTypes(Collections.nCopies(width, Types.VARCHAR), rows);
    }

    /** Rows whose columns have these types of {@link Types}. The text "null" is NULL, and "unreadable" cannot be read. */
    static ResultSet ofTypes(List<Integer> types, List<List<String>> rows) {
        int[] at = {-1};
        return proxy(ResultSet.class, (method, arguments) -> switch (method) {
            case "next" -> ++at[0] < rows.size();
            case "getMetaData" -> description(types);
            case "getString" -> text(rows.get(at[0]).get((Integer) arguments[0] - 1));
            case "getBytes" -> rows.get(at[0]).get((Integer) arguments[0] - 1).getBytes(StandardCharsets.UTF_8);
            case "getArray" -> proxy(Array.class, (asked, none) -> Types.DOUBLE);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static @Nullable String text(String value) throws SQLException {
        if (value.equals("unreadable")) {
            throw new SQLException("unreadable");
        }
        return value.equals("null") ? null : value;
    }

    private static ResultSetMetaData description(List<Integer> types) {
        return proxy(
                ResultSetMetaData.class,
                (method, arguments) -> method.equals("getColumnCount")
                        ? (Object) types.size()
                        : types.get((Integer) arguments[0] - 1));
    }

    private interface Calls {
        @Nullable
        Object answer(String method, Object[] arguments) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                FakeRows.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> calls.answer(method.getName(), arguments)));
    }
}
