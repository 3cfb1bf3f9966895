package io.tidemark.testkit;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A read that an application has sent, so that it can be repeated on another connection. */
record ObservedRead(String sql, Form form, List<Parameter> parameters) {

    private static final int MAX_ROWS = 1000;
    private static final int TIMEOUT_SECONDS = 10;

    /** The beginning of a query, after comments and parentheses. */
    private static final Pattern QUERY =
            Pattern.compile("(?is)(?:\\s|\\(|--[^\\n]*\\n|/\\*.*?\\*/)*(?:select|with|values|table)\\b.*");

    /** The kind of statement, which decides whether a question mark is a parameter. */
    enum Form {
        PLAIN,
        PREPARED
    }

    /**
     * A parameter, as the application has set it.
     *
     * @param setter the method of {@link PreparedStatement}
     * @param arguments its arguments: the index, the value, and perhaps a type
     */
    record Parameter(Method setter, List<@Nullable Object> arguments) {

        boolean isConsumed() {
            return arguments.get(1) instanceof InputStream || arguments.get(1) instanceof Reader;
        }

        void set(PreparedStatement statement) throws SQLException {
            try {
                setter.invoke(statement, arguments.toArray());
            } catch (InvocationTargetException | IllegalAccessException failed) {
                throw new SQLException("Cannot set parameter " + arguments.get(0), failed);
            }
        }

        String shown() {
            if (arguments.get(1) instanceof byte[] bytes) {
                return bytes.length + " bytes";
            }
            return setter.getName().equals("setNull") ? "null" : String.valueOf(arguments.get(1));
        }
    }

    /** {@return whether it is a query whose parameters are still there} */
    boolean isRepeatable() {
        return QUERY.matcher(sql).matches() && parameters.stream().noneMatch(Parameter::isConsumed);
    }

    /** {@return the rows that a server returns in a transaction that cannot write, at most 1000 of them, sorted} */
    List<String> rows(DataSource server) throws SQLException {
        try (Connection connection = server.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return rows(connection);
        }
    }

    private List<String> rows(Connection connection) throws SQLException {
        try (Statement statement =
                form == Form.PLAIN ? connection.createStatement() : connection.prepareStatement(sql)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            statement.setMaxRows(MAX_ROWS);
            if (!(statement instanceof PreparedStatement prepared)) {
                return rows(statement.executeQuery(sql));
            }
            for (Parameter parameter : parameters) {
                parameter.set(prepared);
            }
            return rows(prepared.executeQuery());
        }
    }

    private static List<String> rows(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                row.add(String.valueOf(result.getString(column)));
            }
            rows.add(columns == 1 ? row.get(0) : "(" + String.join(", ", row) + ")");
        }
        rows.sort(null);
        return rows;
    }

    /** {@return the text in one line, with its parameters} */
    String shown() {
        String line = sql.strip().replaceAll("\\s+", " ");
        if (parameters.isEmpty()) {
            return line;
        }
        return line + parameters.stream().map(Parameter::shown).collect(Collectors.joining(", ", " [", "]"));
    }
}
