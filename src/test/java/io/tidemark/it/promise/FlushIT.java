package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.testkit.Tidemark;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests the flush of {@code PrimaryWatch} on a primary that is idle except for an open transaction, whose WAL is not
 * sent otherwise.
 */
@Timeout(120)
@Tag("standalone")
class FlushIT {

    private static final Duration WAL_WRITER = Duration.ofSeconds(10);

    @RegisterExtension
    static final Tidemark servers = Tidemark.withReplicas(1);

    @BeforeAll
    static void commitAsynchronously() throws Exception {
        servers.primary().execute("CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY, color text)");
        asSuperuser("ALTER SYSTEM SET synchronous_commit = off");
        asSuperuser("ALTER SYSTEM SET wal_writer_delay = '" + WAL_WRITER.toMillis() + "ms'");
        asSuperuser("SELECT pg_reload_conf()");
        Awaiting.until("asynchronous commits", () -> asSuperuser("SHOW synchronous_commit")
                .equals("off"));
    }

    /** {@return the first column of the first row; empty if there is none} */
    private static String asSuperuser(String sql) throws SQLException {
        try (Connection connection = servers.primary().superuser().getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            ResultSet row = statement.getResultSet();
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    @Test
    void aMarkBeyondWhatIsFlushedIsReachedLongBeforeTheWalWriterComesRound() throws Exception {
        try (Node node = new Node(
                        servers.primary().dataSource(),
                        servers.replica(0).dataSource(),
                        servers.redis().uri());
                Connection unended = servers.primary().superuser().getConnection();
                Statement statement = unended.createStatement()) {
            Awaiting.until("reads on the replica", () -> node.reasonOfARead("nobody") == Reason.CAUGHT_UP);
            unended.setAutoCommit(false);
            statement.execute("INSERT INTO things (color) VALUES ('unended')");
            node.writes("alice", "INSERT INTO things (color) VALUES ('unflushed')");
            statement.execute("INSERT INTO things (color) VALUES ('unended')");
            long written = System.nanoTime();
            Awaiting.until("alice reads on the replica", () -> node.reasonOfARead("alice") == Reason.CAUGHT_UP);
            Duration took = Duration.ofNanos(System.nanoTime() - written);
            System.out.println("A mark beyond what is flushed was reached after " + took.toMillis() + " ms");
            assertTrue(took.compareTo(WAL_WRITER.dividedBy(2)) < 0, "reached after " + took);
            assertEquals("1", node.read("alice", "SELECT count(*) FROM things WHERE color = 'unflushed'"));
            assertEquals(List.of(Reason.CAUGHT_UP), node.reasons());
        }
    }
}
