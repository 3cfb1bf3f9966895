package io.tidemark.it.app;

import io.tidemark.wal.ClusterId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.postgresql.ds.PGSimpleDataSource;

/** The servers as their superuser sees them, from inside the application's JVM: not routed, in no transaction. */
public final class Admin {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Admin() {}

    private static Connection connect(String port) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {Integer.parseInt(System.getenv(port))});
        source.setDatabaseName("tidemark");
        source.setUser("postgres");
        source.setPassword("postgres");
        return source.getConnection();
    }

    public static void onPrimary(String sql) throws SQLException {
        run("PRIMARY_PORT", sql);
    }

    public static void onReplica(String sql) throws SQLException {
        run("REPLICA_PORT", sql);
    }

    private static void run(String port, String sql) throws SQLException {
        try (Connection connection = connect(port);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** An account's amount as the primary has it. */
    public static int amountOnPrimary(long id) throws SQLException {
        try (Connection connection = connect("PRIMARY_PORT")) {
            return Jdbc.amount(connection, id);
        }
    }

    /** The cluster that both servers belong to. */
    public static ClusterId cluster() throws SQLException {
        return new ClusterId(Long.parseLong(text("PRIMARY_PORT", "SELECT system_identifier FROM pg_control_system()")));
    }

    /** Waits until the replica has replayed everything that the primary has written so far. */
    public static void awaitReplica() throws SQLException {
        String written = text("PRIMARY_PORT", "SELECT pg_current_wal_flush_lsn()");
        await("replica at " + written, () -> {
            try {
                return text("REPLICA_PORT", "SELECT pg_last_wal_replay_lsn() >= '" + written + "'::pg_lsn")
                        .equals("t");
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    /** A connection of the application's waits in a transaction on the replica. */
    public static boolean replicaIsInTransaction() throws SQLException {
        return text(
                        "REPLICA_PORT",
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE usename = 'tidemark' AND state = 'idle in transaction'")
                .equals("1");
    }

    /** Replay stops after a lock on that table, which its transaction on the primary has given up since. */
    public static void stopReplayAtLockOn(String table) throws SQLException {
        try (Connection connection = connect("PRIMARY_PORT");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            onPrimary("CREATE TABLE IF NOT EXISTS flushing (id int); INSERT INTO flushing VALUES (1)");
            await("the lock on the replica", () -> {
                try {
                    return text(
                                    "REPLICA_PORT",
                                    "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'"
                                            + " AND relation = '" + table + "'::regclass AND granted")
                            .equals("1");
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            onReplica("SELECT pg_wal_replay_pause()");
            connection.commit();
        }
    }

    /** The first value that the primary gives. */
    public static String textOnPrimary(String sql) throws SQLException {
        return text("PRIMARY_PORT", sql);
    }

    private static String text(String port, String sql) throws SQLException {
        try (Connection connection = connect(port);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Asks until it is so; fails after a deadline. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
