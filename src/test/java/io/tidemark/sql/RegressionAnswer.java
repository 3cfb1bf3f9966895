package io.tidemark.sql;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postgresql.PGConnection;

/** A server's answer to a statement: rows of all its results, in any order, or the SQL state of an error. */
record RegressionAnswer(List<String> rows, String state) {

    static RegressionAnswer of(Connection connection, RegressionScript.Step step) {
        try (Statement statement = connection.createStatement()) {
            if (!step.data().isEmpty()) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(step.sql(), new StringReader(step.data()));
                return new RegressionAnswer(List.of(), "");
            }
            List<String> rows = new ArrayList<>();
            statement.setEscapeProcessing(false);
            boolean result = statement.execute(step.sql());
            while (result || statement.getUpdateCount() >= 0) {
                if (result) {
                    Outcome.collect(statement.getResultSet(), rows);
                }
                result = statement.getMoreResults();
            }
            Collections.sort(rows);
            return new RegressionAnswer(rows, "");
        } catch (SQLException failed) {
            return new RegressionAnswer(List.of(), String.valueOf(failed.getSQLState()));
        } catch (IOException failed) {
            return new RegressionAnswer(List.of(), "08000");
        }
    }

    boolean ran() {
        return state.isEmpty();
    }
}
