package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares series of calls on {@code RoutedConnection} with the driver, in orders that applications use. */
@Tag("slow")
@Tag("standalone")
class JdbcSeriesIT {

    private interface Series {
        @Nullable
        Object on(Connection connection) throws Exception;
    }

    private final RealServers real = new RealServers();

    @BeforeEach
    void tables() throws Exception {
        real.setUp("DROP TABLE IF EXISTS series; CREATE TABLE series (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                + " color text NOT NULL UNIQUE, size numeric, at timestamptz, tags text[]);"
                + " INSERT INTO series (color, size, tags) SELECT 'color ' || n, n, ARRAY['a', 'b']"
                + " FROM generate_series(1, 20) n;"
                + " CREATE OR REPLACE PROCEDURE doubled(INOUT n int) LANGUAGE sql AS 'SELECT n * 2'");
    }

    private void assertSame(Map<String, Series> all) throws Exception {
        Map<String, String> raw = new LinkedHashMap<>();
        Map<String, String> primary = new LinkedHashMap<>();
        Map<String, String> replica = new LinkedHashMap<>();
        for (Map.Entry<String, Series> each : all.entrySet()) {
            String name = each.getKey();
            tables();
            raw.put(name, outcome(real.primary.getConnection(), each.getValue()));
            tables();
            primary.put(name, outcome(real.routed(Reason.NOT_ROUTED), each.getValue()));
            tables();
            replica.put(name, outcome(real.routed(Reason.CAUGHT_UP), each.getValue()));
        }
        assertEquals(inLines(raw), inLines(primary), "on the primary");
        assertEquals(inLines(raw), inLines(replica), "reads on the replica");
    }

    private static String inLines(Map<String, String> outcomes) {
        List<String> lines = new ArrayList<>();
        outcomes.forEach((name, outcome) -> lines.add(name + ": " + outcome));
        return String.join("\n", lines);
    }

    private static String outcome(Connection connection, Series series) throws SQLException {
        try (connection) {
            return Outcome.of(() -> series.on(connection));
        }
    }

    private static Object color(Connection connection, String where) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return Outcome.rows(statement.executeQuery("SELECT id, color FROM series WHERE " + where + " ORDER BY id"));
        }
    }

    @Test
    void reading() throws Exception {
        Map<String, Series> all = new LinkedHashMap<>();
        all.put("a plain read", c -> color(c, "id < 4"));
        all.put("a parameter of each common type", c -> {
            PreparedStatement read = c.prepareStatement("SELECT id FROM series WHERE id = ? AND color = ? AND size = ?"
                    + " AND coalesce(at, ?) = ? AND tags @> ? AND ?::date < '2100-01-01' AND ? ORDER BY id");
            read.setInt(1, 3);
            read.setString(2, "color 3");
            read.setBigDecimal(3, BigDecimal.valueOf(3));
            read.setTimestamp(4, new Timestamp(5));
            read.setTimestamp(5, new Timestamp(5));
            read.setArray(6, c.createArrayOf("text", new Object[] {"b"}));
            read.setObject(7, LocalDate.of(2000, 1, 2));
            read.setBoolean(8, true);
            return Outcome.rows(read.executeQuery());
        });
        all.put("an array as parameter", c -> {
            PreparedStatement read = c.prepareStatement("SELECT id FROM series WHERE id = ANY (?) ORDER BY id");
            read.setArray(1, c.createArrayOf("int4", new Object[] {3, 5}));
            return Outcome.rows(read.executeQuery());
        });
        all.put("an array as value", c -> {
            ResultSet rows = c.createStatement().executeQuery("SELECT tags FROM series WHERE id = 1");
            rows.next();
            Array tags = rows.getArray(1);
            return Arrays.asList((Object[]) tags.getArray());
        });
        all.put("parameters that are missing", c -> c.prepareStatement("SELECT id FROM series WHERE id = ?")
                .executeQuery());
        all.put("scrolling", c -> {
            ResultSet rows = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                    .executeQuery("SELECT id FROM series ORDER BY id");
            return List.of(
                    rows.absolute(5), rows.getInt(1), rows.previous(), rows.getInt(1), rows.last(), rows.getRow());
        });
        all.put("at most so many rows", c -> {
            Statement statement = c.createStatement();
            statement.setMaxRows(2);
            return Outcome.rows(statement.executeQuery("SELECT id FROM series ORDER BY id"));
        });
        all.put("a time-out", c -> {
            Statement statement = c.createStatement();
            statement.setQueryTimeout(1);
            return statement.executeQuery("SELECT count(*) FROM generate_series(1, 100000000000)");
        });
        all.put("execute and its results", c -> {
            Statement statement = c.createStatement();
            boolean rows = statement.execute("SELECT id FROM series WHERE id = 1");
            return List.of(
                    rows,
                    Outcome.rows(statement.getResultSet()),
                    statement.getMoreResults(),
                    statement.getUpdateCount());
        });
        all.put("a statement again while its rows are open", c -> {
            PreparedStatement read = c.prepareStatement("SELECT id FROM series ORDER BY id");
            ResultSet first = read.executeQuery();
            first.next();
            ResultSet second = read.executeQuery();
            return List.of(first.isClosed(), second.next(), second.getInt(1));
        });
        all.put("closing on completion", c -> {
            Statement statement = c.createStatement();
            statement.closeOnCompletion();
            statement.executeQuery("SELECT 1").close();
            return statement.isClosed();
        });
        all.put("rows of a closed statement", c -> {
            Statement statement = c.createStatement();
            ResultSet rows = statement.executeQuery("SELECT 1");
            statement.close();
            return rows.next();
        });
        all.put("warnings", c -> {
            Statement statement = c.createStatement();
            statement.execute("DO 'BEGIN RAISE WARNING ''careful''; END'");
            String message = statement.getWarnings().getMessage();
            statement.clearWarnings();
            return message + statement.getWarnings();
        });
        all.put("an escape", c -> Outcome.rows(c.createStatement().executeQuery("SELECT {fn ucase('a')}")));
        all.put("a mistake", c -> c.createStatement().executeQuery("SELECT nothing FROM series"));
        all.put("a description before the execution", c -> c.prepareStatement(
                        "SELECT id, color FROM series WHERE id = ?")
                .getMetaData()
                .getColumnName(2));
        all.put("a description of parameters", c -> c.prepareStatement("SELECT id FROM series WHERE id = ?")
                .getParameterMetaData()
                .getParameterTypeName(1));
        all.put("a cursor's name", c -> {
            Statement statement = c.createStatement();
            statement.setCursorName("mine");
            return Outcome.rows(statement.executeQuery("SELECT 1"));
        });
        assertSame(all);
        assertTrue(real.log.stream().filter("sent CAUGHT_UP"::equals).count() > 10, "most were read on the replica");
    }

    @Test
    void writing() throws Exception {
        Map<String, Series> all = new LinkedHashMap<>();
        all.put("generated keys", c -> {
            PreparedStatement insert =
                    c.prepareStatement("INSERT INTO series (color) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
            insert.setString(1, "new");
            int count = insert.executeUpdate();
            ResultSet keys = insert.getGeneratedKeys();
            keys.next();
            return List.of(count, keys.getInt("id"), keys.getString("color"));
        });
        all.put("generated keys by name", c -> {
            Statement insert = c.createStatement();
            insert.executeUpdate("INSERT INTO series (color) VALUES ('new')", new String[] {"id"});
            return Outcome.rows(insert.getGeneratedKeys());
        });
        all.put("generated keys of a batch", c -> {
            PreparedStatement insert = c.prepareStatement("INSERT INTO series (color) VALUES (?)", new String[] {"id"});
            for (String color : List.of("one", "two")) {
                insert.setString(1, color);
                insert.addBatch();
            }
            return Arrays.toString(insert.executeBatch()) + Outcome.rows(insert.getGeneratedKeys());
        });
        all.put("keys by index", c -> c.prepareStatement("INSERT INTO series (color) VALUES ('x')", new int[] {1})
                .executeUpdate());
        all.put(
                "returning by executeQuery",
                c -> Outcome.rows(c.createStatement()
                        .executeQuery("INSERT INTO series (color) VALUES ('x') RETURNING id, color")));
        all.put("a write by executeQuery", c -> c.createStatement().executeQuery("DELETE FROM series"));
        all.put("a read by executeUpdate", c -> c.createStatement().executeUpdate("SELECT 1"));
        all.put("several statements", c -> {
            Statement statement = c.createStatement();
            statement.execute("UPDATE series SET size = 0 WHERE id < 3; SELECT count(*) FROM series WHERE size = 0");
            int count = statement.getUpdateCount();
            return List.of(count, statement.getMoreResults(), Outcome.rows(statement.getResultSet()));
        });
        all.put("a batch that fails in the middle", c -> {
            PreparedStatement insert = c.prepareStatement("INSERT INTO series (color) VALUES (?)");
            for (String color : List.of("one", "color 1", "two")) {
                insert.setString(1, color);
                insert.addBatch();
            }
            String outcome = Outcome.of(insert::executeBatch);
            return outcome + Arrays.toString(insert.executeBatch()) + color(c, "id > 20");
        });
        all.put("a batch of texts with a read", c -> {
            Statement statement = c.createStatement();
            statement.addBatch("DELETE FROM series WHERE id = 1");
            statement.addBatch("SELECT 1");
            try {
                return statement.executeBatch();
            } catch (BatchUpdateException failure) {
                return failure.getSQLState() + color(c, "id < 3");
            }
        });
        all.put("a function", c -> {
            CallableStatement call = c.prepareCall("{? = call upper(?)}");
            call.registerOutParameter(1, Types.VARCHAR);
            call.setString(2, "a");
            call.execute();
            return call.getString(1);
        });
        all.put("a procedure", c -> {
            CallableStatement call = c.prepareCall("CALL doubled(?)");
            call.registerOutParameter(1, Types.INTEGER);
            call.setInt(1, 21);
            call.execute();
            return call.getInt(1);
        });
        all.put("rows that are changed", c -> {
            ResultSet rows = c.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)
                    .executeQuery("SELECT id, color FROM series WHERE id = 1");
            rows.next();
            rows.updateString("color", "other");
            rows.updateRow();
            return color(c, "id = 1");
        });
        all.put("a write in a read-only connection", c -> {
            c.setReadOnly(true);
            c.setAutoCommit(false);
            return c.createStatement().executeUpdate("DELETE FROM series");
        });
        assertSame(all);
    }

    @Test
    void transactions() throws Exception {
        Map<String, Series> all = new LinkedHashMap<>();
        all.put("rollback", c -> {
            c.setAutoCommit(false);
            c.createStatement().executeUpdate("DELETE FROM series WHERE id < 20");
            c.rollback();
            c.createStatement().executeUpdate("DELETE FROM series WHERE id > 3");
            c.setAutoCommit(true);
            return color(c, "true");
        });
        all.put("savepoints", c -> {
            c.setAutoCommit(false);
            Statement statement = c.createStatement();
            Savepoint first = c.setSavepoint("first");
            statement.executeUpdate("UPDATE series SET color = 'a' WHERE id = 1");
            Savepoint second = c.setSavepoint();
            statement.executeUpdate("UPDATE series SET color = 'b' WHERE id = 1");
            c.rollback(second);
            Object kept = color(c, "id = 1");
            c.releaseSavepoint(second);
            c.rollback(first);
            c.commit();
            return List.of(first.getSavepointName(), second.getSavepointId() >= 0, kept, color(c, "id = 1"));
        });
        all.put("after a failure", c -> {
            c.setAutoCommit(false);
            String failed = Outcome.of(() -> c.createStatement().executeUpdate("INSERT INTO series VALUES (1)"));
            String next = Outcome.of(() -> color(c, "id = 1"));
            String commit = Outcome.of(() -> {
                c.commit();
                return "committed";
            });
            c.rollback();
            return List.of(failed, next, commit, color(c, "id = 1"));
        });
        all.put("a schema that a rollback takes back", c -> {
            c.setAutoCommit(false);
            color(c, "id = 1");
            c.setSchema("pg_catalog");
            c.commit();
            return c.getSchema();
        });
        all.put("changes in the middle", c -> {
            c.setAutoCommit(false);
            color(c, "id = 1");
            return List.of(
                    Outcome.of(() -> {
                        c.setReadOnly(true);
                        return "set";
                    }),
                    Outcome.of(() -> {
                        c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                        return "set";
                    }));
        });
        all.put("isolation", c -> {
            int before = c.getTransactionIsolation();
            c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            c.setAutoCommit(false);
            Object row =
                    Outcome.rows(c.createStatement().executeQuery("SELECT current_setting('transaction_isolation')"));
            return List.of(before, c.getTransactionIsolation(), row);
        });
        all.put("client info", c -> {
            c.setClientInfo("ApplicationName", "mine");
            return List.of(
                    c.getClientInfo("ApplicationName"),
                    Outcome.rows(c.createStatement().executeQuery("SELECT current_setting('application_name')")));
        });
        all.put("commit without a transaction", c -> {
            c.commit();
            return "committed";
        });
        all.put("a large object", c -> {
            c.setAutoCommit(false);
            var blob = c.createBlob();
            blob.setBytes(1, new byte[] {1, 2, 3});
            PreparedStatement read = c.prepareStatement("SELECT ?::oid");
            read.setBlob(1, blob);
            ResultSet rows = read.executeQuery();
            rows.next();
            return Arrays.toString(rows.getBlob(1).getBytes(1, 3));
        });
        all.put("text that begins and commits", c -> {
            Statement statement = c.createStatement();
            statement.execute("BEGIN");
            statement.execute("DELETE FROM series WHERE id > 2");
            statement.execute("COMMIT");
            return color(c, "true");
        });
        assertSame(all);
    }
}
