package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests the flush of {@code PrimaryWatch} on a primary that is idle except for an open transaction, whose WAL is not
 * sent otherwise.
 */
@Timeout(120)
@Tag("standalone")
class FlushIT {

    private static final Duration WAL_WRITER = Duration.ofSeconds(10);

    private Servers servers;

    @BeforeEach
    void start() throws Exception {
        servers = OwnServers.start("flush");
        servers.onPrimary("ALTER SYSTEM SET synchronous_commit = off");
        servers.onPrimary("ALTER SYSTEM SET wal_writer_delay = '" + WAL_WRITER.toMillis() + "ms'");
        servers.onPrimary("SELECT pg_reload_conf()");
        Awaiting.until(
                "asynchronous commits", () -> "off".equals(servers.primary().query("SHOW synchronous_commit")));
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void aMarkBeyondWhatIsFlushedIsReachedLongBeforeTheWalWriterComesRound() throws Exception {
        try (Node node = new Node(
                        servers.primary().application(),
                        servers.replica().application(),
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
