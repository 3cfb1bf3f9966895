package io.tidemark.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;

/** The outcome of a statement in a separate session: rows, in any order, or the SQL state of an error. */
record Outcome(List<String> rows, String state, String message) {

    static Outcome of(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                collect(statement.getResultSet(), rows);
            }
            Collections.sort(rows);
            return new Outcome(rows, "", "");
        } catch (SQLException failed) {
            return new Outcome(List.of(), String.valueOf(failed.getSQLState()), String.valueOf(failed.getMessage()));
        }
    }

    boolean ran() {
        return state.isEmpty();
    }

    /** Adds the rows as text. */
    static void collect(ResultSet rows, List<String> into) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                row.append(rows.getString(i)).append('|');
            }
            into.add(row.toString());
        }
    }
}
