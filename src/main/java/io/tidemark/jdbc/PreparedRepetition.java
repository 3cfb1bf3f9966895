package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A prepared statement that runs again, with the parameters of its first execution. */
final class PreparedRepetition implements RepeatedRead.Repetition {

    private final String sql;
    private final @Nullable Parameter[] parameters;
    private final int mostRows;

    /**
     * A statement that may run later.
     *
     * @param parameters each independent, see {@link Parameter#isIndependent}
     * @param mostRows the limit of its rows; 0 for no limit
     */
    PreparedRepetition(String sql, @Nullable Parameter[] parameters, int mostRows) {
        this.sql = sql;
        this.parameters = Arrays.copyOf(parameters, parameters.length);
        this.mostRows = mostRows;
    }

    @Override
    public Statement on(Connection connection) throws SQLException {
        PreparedStatement made = connection.prepareStatement(sql);
        made.setMaxRows(mostRows);
        Parameters.apply(parameters, made);
        return made;
    }

    @Override
    public ResultSet execute(Statement made) throws SQLException {
        return ((PreparedStatement) made).executeQuery();
    }
}
