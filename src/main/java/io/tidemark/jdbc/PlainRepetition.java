package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A statement without parameters that runs again.
 *
 * @param mostRows the limit of its rows; 0 for no limit
 */
record PlainRepetition(String sql, int mostRows) implements RepeatedRead.Repetition {

    @Override
    public Statement on(Connection connection) throws SQLException {
        Statement made = connection.createStatement();
        made.setMaxRows(mostRows);
        return made;
    }

    @Override
    public ResultSet execute(Statement made) throws SQLException {
        return made.executeQuery(sql);
    }
}
