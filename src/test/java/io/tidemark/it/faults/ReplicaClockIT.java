package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.servers.OddReplica;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code ClockComparison} on a replica with another clock, with rows whose visibility depends on the time. */
class ReplicaClockIT {

    private static final int ROWS = 40;

    private static final String PUBLISHED = "SELECT count(*) FROM notes WHERE id = %d AND publish_at <= now()";
    private static final String LIVE = "SELECT count(*) FROM notes WHERE id = %d AND expires_at > CURRENT_TIMESTAMP";

    private final Servers servers = TestServers.running();
    private final Path work = TestServers.work().resolve("replica-clock");

    @BeforeEach
    void table() throws Exception {
        servers.onPrimary(
                "CREATE TABLE notes (id int PRIMARY KEY, publish_at timestamptz DEFAULT now(),"
                        + " expires_at timestamptz DEFAULT now() + interval '1.5 s'); GRANT SELECT, INSERT ON notes TO tidemark");
        servers.postgres().awaitReplica();
    }

    @AfterEach
    void drop() throws SQLException {
        servers.onPrimary("DROP TABLE notes");
    }

    /** How many of alice's own rows were hidden from her, each read right after it was written. */
    private int missing(Node node, String query) throws SQLException {
        node.awaitReason("alice", Reason.CAUGHT_UP);
        int missing = 0;
        for (int id = 1; id <= ROWS; id++) {
            node.writes("alice", "INSERT INTO notes (id) VALUES (" + id + ")");
            missing += node.read("alice", query.formatted(id)).equals("1") ? 0 : 1;
        }
        return missing;
    }

    private static Reason reason(Node node, String query) throws SQLException {
        node.read("alice", query.formatted(1));
        return node.reasons().get(0);
    }

    private static void assertAhead(Duration expected, Node node) {
        Duration wrong = node.clockOffset().estimate().minus(expected).abs();
        assertTrue(wrong.compareTo(Duration.ofMillis(50)) < 0, wrong.toString());
    }

    /** With the machine's one clock. */
    @Test
    void withEqualClocksTheReplicaAnswersAgainMillisecondsLater() throws Exception {
        try (Node node = Node.of(servers)) {
            assertEquals(0, missing(node, PUBLISHED));
            long written = System.nanoTime();
            node.writes("alice", "INSERT INTO notes (id) VALUES (1000)");
            Awaiting.until("the replica", () -> reason(node, PUBLISHED) == Reason.CAUGHT_UP);
            Duration waited = Duration.ofNanos(System.nanoTime() - written);
            assertTrue(waited.compareTo(Duration.ofSeconds(2)) < 0, waited.toString());
            assertTrue(node.clockOffset().atMost().compareTo(Duration.ofMillis(500)) < 0, () -> node.clockOffset()
                    .toString());
        }
    }

    @Tag("debian")
    @ParameterizedTest
    @ValueSource(ints = {-50, -700})
    void aClockThatIsALittleBehindHidesNoRow(int millis) throws Exception {
        try (OddReplica odd = new OddReplica(servers, servers.replica(), work)) {
            odd.clockAhead(Duration.ofMillis(millis));
            servers.postgres().awaitReplica();
            try (Node node = Node.of(servers)) {
                assertEquals(0, missing(node, PUBLISHED));
                assertAhead(Duration.ofMillis(millis), node);
                Awaiting.until("the replica", () -> reason(node, PUBLISHED) == Reason.CAUGHT_UP);
            }
        }
    }

    @Tag("debian")
    @ParameterizedTest
    @ValueSource(ints = {-2, 2})
    void aClockThatIsFarOffHidesNoRow(int seconds) throws Exception {
        try (OddReplica odd = new OddReplica(servers, servers.replica(), work)) {
            odd.clockAhead(Duration.ofSeconds(seconds));
            servers.postgres().awaitReplica();
            try (Node node = Node.of(servers)) {
                assertEquals(0, missing(node, seconds < 0 ? PUBLISHED : LIVE));
                assertAhead(Duration.ofSeconds(seconds), node);
                assertEquals(Reason.REPLICA_CLOCK, reason(node, PUBLISHED));
                assertEquals(Reason.CAUGHT_UP, node.reasonOfARead("alice"), "what asks for rows alone");
            }
        }
    }
}
