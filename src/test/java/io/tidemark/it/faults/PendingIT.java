package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TcpProxy;
import io.tidemark.servers.TestServers;
import io.tidemark.writes.PendingSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Tests {@code PendingEntries} and {@code Settlement} on real servers: a node dies, or loses its connection, right
 * after a write.
 */
@Tag("standalone")
class PendingIT {

    private final Servers servers = TestServers.running();
    private final String alice = "alice-" + UUID.randomUUID().toString().substring(0, 8);
    private final String color = "color-" + UUID.randomUUID().toString().substring(0, 8);
    private final String insert = "INSERT INTO things (color) VALUES ('" + color + "')";
    private Node node;

    @BeforeEach
    void aNodeThatUsesTheReplica() throws Exception {
        node = node(Node.Options.usual());
        inUse(node);
    }

    @AfterEach
    void end() throws SQLException {
        servers.resumeReplay();
        node.close();
    }

    private Node node(Node.Options options) {
        return node(servers.primary().application(), options);
    }

    private Node node(DataSource application, Node.Options options) {
        return new Node(
                servers.primary().application(),
                application,
                servers.replica().application(),
                servers.redis().uri(),
                options);
    }

    private void inUse(Node one) {
        one.awaitReason(alice, Reason.CAUGHT_UP);
    }

    /** How many rows of this test alice sees, wherever she reads. */
    private int seen() throws SQLException {
        return node.as(alice, connection -> {
            try (Statement read = connection.createStatement();
                    ResultSet row = read.executeQuery("SELECT count(*) FROM things WHERE color = '" + color + "'")) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private void assertReadOnlyWhenReplayed(Node by) throws SQLException {
        by.awaitReason(alice, Reason.REPLICA_BEHIND);
        assertEquals(1, seen());
        servers.resumeReplay();
        by.awaitReason(alice, Reason.CAUGHT_UP);
        assertEquals(1, seen());
    }

    @Test
    void aNodeThatDiesRightAfterItsCommitHidesNothing() throws Exception {
        AtomicReference<Node> dying = new AtomicReference<>();
        DataSource lastCommit =
                AfterCommit.of(servers.primary().application(), () -> Objects.requireNonNull(dying.get())
                        .die());
        try (Node other = node(lastCommit, Node.Options.usual().deadline(Duration.ofSeconds(2)))) {
            dying.set(other);
            inUse(other);
            servers.pauseReplay();
            other.writesInTransaction(alice, insert);
            assertEquals(Reason.WRITE_PENDING, node.reasonOfARead(alice));
            assertEquals(1, seen());
            assertReadOnlyWhenReplayed(node);
        }
    }

    @Test
    void withPendingWritesTurnedOffSuchAWriteIsLost() throws Exception {
        AtomicReference<Node> dying = new AtomicReference<>();
        DataSource lastCommit =
                AfterCommit.of(servers.primary().application(), () -> Objects.requireNonNull(dying.get())
                        .die());
        try (Node other = node(lastCommit, Node.Options.usual().policy(PendingSettings.AnnouncementPolicy.OFF))) {
            dying.set(other);
            inUse(other);
            servers.pauseReplay();
            other.writesInTransaction(alice, insert);
            assertEquals(Reason.CAUGHT_UP, node.reasonOfARead(alice), "as the setting's documentation says");
        }
    }

    @Test
    void aTransactionIsPendingBeforeItsCommitIsSent() throws Exception {
        try (Node other = node(Node.Options.usual())) {
            inUse(other);
            node.as(alice, connection -> {
                connection.setAutoCommit(false);
                try (Statement write = connection.createStatement()) {
                    write.executeUpdate(insert);
                    other.awaitReason(alice, Reason.WRITE_PENDING);
                    Savepoint savepoint = connection.setSavepoint();
                    connection.rollback(savepoint);
                    assertEquals(Reason.WRITE_PENDING, other.reasonOfARead(alice));
                    connection.rollback();
                }
                return insert;
            });
            assertEquals(Reason.CAUGHT_UP, other.reasonOfARead(alice));
        }
    }

    @Test
    void aTransactionThatIsLongerThanTheDeadlineStaysPending() throws Exception {
        try (Node other = node(Node.Options.usual().deadline(Duration.ofSeconds(1)))) {
            inUse(other);
            other.as(alice, connection -> {
                connection.setAutoCommit(false);
                try (Statement write = connection.createStatement()) {
                    write.executeUpdate(insert);
                    Awaiting.until("the pending write", () -> node.reasonOfARead(alice) == Reason.WRITE_PENDING);
                    long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
                    while (System.nanoTime() - until < 0) {
                        assertEquals(Reason.WRITE_PENDING, node.reasonOfARead(alice));
                    }
                    connection.rollback();
                }
                return insert;
            });
            assertEquals(Reason.CAUGHT_UP, node.reasonOfARead(alice));
        }
    }

    private static DataSource through(TcpProxy proxy, DataSource direct) {
        PGSimpleDataSource source = (PGSimpleDataSource) direct;
        source.setPortNumbers(new int[] {proxy.port()});
        return source;
    }

    @Test
    void aConnectionThatIsCutAtCommitLosesNothingThatIsCommittedLater() throws Exception {
        try (TcpProxy proxy = new TcpProxy(servers.primary().port());
                Node other = node(through(proxy, servers.primary().application()), Node.Options.usual())) {
            inUse(other);
            servers.pauseReplay();
            Runnable commits = proxy.cutAndHold("COMMIT");
            assertThrows(SQLException.class, () -> other.writesInTransaction(alice, insert));
            assertEquals(Reason.WRITE_PENDING, node.reasonOfARead(alice));
            assertEquals(0, seen(), "the server has not heard of the commit yet");
            for (int i = 0; i < 20; i++) {
                assertEquals(Reason.WRITE_PENDING, other.reasonOfARead(alice));
                other.primary().positionAfterNow();
            }
            commits.run();
            assertReadOnlyWhenReplayed(node);
        }
    }

    @Test
    void aStatementThatIsCutOffLosesNothingThatIsCommittedLater() throws Exception {
        try (TcpProxy proxy = new TcpProxy(servers.primary().port());
                Node other = node(through(proxy, servers.primary().application()), Node.Options.usual())) {
            inUse(other);
            servers.pauseReplay();
            Runnable commits = proxy.cutAndHold(color);
            assertThrows(SQLException.class, () -> other.writes(alice, insert));
            for (int i = 0; i < 20; i++) {
                assertEquals(Reason.WRITE_PENDING, other.reasonOfARead(alice));
                other.primary().positionAfterNow();
            }
            commits.run();
            assertReadOnlyWhenReplayed(node);
        }
    }

    @Test
    void aConnectionThatIsCutAfterCommitLosesNothing() throws Exception {
        try (TcpProxy proxy = new TcpProxy(servers.primary().port());
                Node other = node(through(proxy, servers.primary().application()), Node.Options.usual())) {
            inUse(other);
            servers.pauseReplay();
            proxy.cut("COMMIT");
            assertThrows(SQLException.class, () -> other.writesInTransaction(alice, insert));
            assertReadOnlyWhenReplayed(node);
        }
    }

    @Test
    void aConstraintThatFailsAtCommitPinsNobody() throws Exception {
        servers.onPrimary("CREATE TABLE IF NOT EXISTS deferred (id int PRIMARY KEY,"
                + " other int REFERENCES deferred DEFERRABLE INITIALLY DEFERRED)");
        servers.onPrimary("GRANT ALL ON deferred TO PUBLIC");
        SQLException failed = assertThrows(
                SQLException.class, () -> node.writesInTransaction(alice, "INSERT INTO deferred VALUES (1, 2)"));
        assertEquals("23503", failed.getSQLState());
        inUse(node);
    }

    @Test
    void aWriteGoesOnWhileRedisIsAwayOrIsRefusedWhereThatIsSet() throws Exception {
        try (Node strict = node(Node.Options.usual().refusing())) {
            inUse(strict);
            servers.redis().stop();
            try {
                assertThrows(SQLException.class, () -> strict.writes(alice, insert));
                assertThrows(SQLException.class, () -> strict.writesInTransaction(alice, insert));
                assertEquals("0", servers.primary().query("SELECT count(*) FROM things WHERE color = '" + color + "'"));
                node.writes(alice, insert);
                assertEquals(1, seen());
            } finally {
                servers.redis().start();
            }
            inUse(node);
            inUse(strict);
            strict.writes(alice, insert);
            assertEquals(2, seen());
        }
    }
}
