package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests {@code RoutedDataSource} with a replica whose replay holds a lock, and with one that has a corrupt block. Reads
 * succeed, and soon avoid the replica.
 */
@Tag("standalone")
class ReplicaTroubleIT {

    private static final String READ = "SELECT id FROM troubled";

    private final Servers servers = TestServers.running();
    private Node node;

    @BeforeEach
    void aNodeThatUsesTheReplica() throws Exception {
        servers.onPrimary("DROP TABLE IF EXISTS troubled; CREATE TABLE troubled AS SELECT 5 AS id;"
                + " GRANT SELECT ON troubled TO tidemark");
        servers.postgres().awaitReplica();
        node = Node.of(servers);
        node.awaitReplica("alice");
    }

    @AfterEach
    void end() throws SQLException {
        servers.resumeReplay();
        node.close();
    }

    /** Replay stops after a lock on that table, which its transaction on the primary has given up since. */
    private void replayHoldsALock() throws Exception {
        try (Connection connection = servers.primary().superuser().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE troubled IN ACCESS EXCLUSIVE MODE");
            servers.onPrimary("CREATE TABLE IF NOT EXISTS flushing (id int); INSERT INTO flushing VALUES (1)");
            Awaiting.until("the lock on the replica", () -> servers.replica()
                    .query("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'"
                            + " AND relation = 'troubled'::regclass AND granted")
                    .equals("1"));
            servers.pauseReplay();
            connection.commit();
        }
    }

    /** What it reads; "blocked" if that takes longer. Without the bound it would not end before replay goes on. */
    private String readWithin(Duration patience) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return node.read("alice", READ);
                    } catch (SQLException failed) {
                        throw new IllegalStateException(failed);
                    }
                })
                .completeOnTimeout("blocked", patience.toSeconds(), TimeUnit.SECONDS)
                .get();
    }

    @Test
    void aLockThatReplayHoldsCostsABoundedWaitAndThenNone() throws Exception {
        replayHoldsALock();
        long begun = System.nanoTime();
        assertEquals("5", readWithin(Duration.ofSeconds(20)));
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.REPLICA_CONFLICT), node.reasons());
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(waited.compareTo(Duration.ofMillis(400)) > 0, waited + ": it did not wait on the replica");
        assertTrue(waited.compareTo(Duration.ofSeconds(5)) < 0, waited + "");
        assertEquals("5", node.read("alice", READ));
        assertEquals(List.of(Reason.REPLICA_CONFLICT), node.reasons(), "the same text passes the replica by");
        assertEquals("1", node.read("alice", "SELECT 1"));
        assertEquals(List.of(Reason.CAUGHT_UP), node.reasons(), "others do not");
        servers.resumeReplay();
        Awaiting.until("the replica is used again", () -> {
            assertEquals("5", node.read("alice", READ));
            return node.reasons().equals(List.of(Reason.CAUGHT_UP));
        });
    }

    /** Writes nonsense over the first page of the table, where only the replica reads. */
    private void corruptBlock() throws Exception {
        Path data = Path.of(servers.replica().query("SHOW data_directory"));
        String file = servers.replica().query("SELECT pg_relation_filepath('troubled')");
        // What is written before this is not replayed again after the restart, and a read of a frozen row logs no page.
        servers.onPrimary("VACUUM (FREEZE) troubled");
        servers.onPrimary("CHECKPOINT");
        servers.postgres().awaitReplica();
        servers.replica().execute("CHECKPOINT");
        servers.replica().stop();
        byte[] nonsense = new byte[4096];
        Arrays.fill(nonsense, (byte) 0xA5);
        try (RandomAccessFile relation = new RandomAccessFile(data.resolve(file).toFile(), "rw")) {
            relation.write(nonsense);
        }
        servers.replica().start();
        node.awaitReplica("alice");
    }

    @Test
    void aReplicaWithACorruptBlockIsNotUsedAfterSomeReads() throws Exception {
        corruptBlock();
        node.reasons();
        int failed = 0;
        while (node.replica().eligible() && failed < 100) {
            assertEquals("5", node.read("alice", READ));
            assertEquals(List.of(Reason.CAUGHT_UP, Reason.REPLICA_FAILED), node.reasons());
            failed++;
        }
        assertEquals(10, failed);
        String problem = node.replica().problem().orElseThrow();
        assertTrue(problem.contains("XX001") && problem.contains("block 0"), problem);
        assertEquals("5", node.read("alice", READ));
        assertEquals(List.of(Reason.REPLICA_INELIGIBLE), node.reasons());
        servers.onPrimary("DROP TABLE troubled");
        assertFalse(node.replica().eligible(), "polls that find it well do not end the pause");
    }
}
