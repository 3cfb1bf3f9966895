package io.tidemark.it.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.it.support.Node;
import io.tidemark.servers.Await;
import io.tidemark.testkit.StaleReadError;
import io.tidemark.testkit.Tidemark;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/** Tests the stale reads that {@link Tidemark} finds, in test classes that this test runs. All use the same servers. */
@Tag("slow")
@Timeout(120)
@Tag("standalone")
class StaleReadsIT {

    private static final Tidemark REVEALING = Tidemark.withReplicas(1).revealingStaleReads();
    private static final Tidemark PLAIN = Tidemark.withReplicas(1);

    private static Orders orders(Tidemark servers) {
        return new Orders(servers.primary().dataSource(), servers.replica(0).dataSource());
    }

    @BeforeAll
    static void start() throws Exception {
        REVEALING.start();
        REVEALING.primary().execute(Orders.TABLE);
        PLAIN.start();
        PLAIN.primary().execute(Orders.TABLE);
        PLAIN.awaitReplicas();
    }

    @AfterAll
    static void stop() {
        REVEALING.close();
        PLAIN.close();
    }

    @Test
    void aFailedAssertionIsExplainedByTheStaleRead() {
        Throwable failure = Launched.run(AssertsItsOwnOrder.class).failure();
        assertInstanceOf(StaleReadError.class, failure);
        String message = String.valueOf(failure.getMessage());
        String expected =
                """
                1 stale read
                  replica\\(0\\): SELECT count\\(\\*\\) FROM orders WHERE customer = \\? \\[ann]
                      returned 0, the primary has 1
                      because its replay is paused: it has replayed up to 0/\\w+, the primary is at 0/\\w+
                      at io\\.tidemark\\.it\\.testkit\\.Orders\\.count\\(Orders\\.java:\\d+\\)
                      at io\\.tidemark\\.it\\.testkit\\.StaleReadsIT\\$AssertsItsOwnOrder\\.anOrderIsCounted\\(.*\\)
                (?:      at .*
                )*""";
        assertTrue(message.matches(expected), message);
        assertInstanceOf(AssertionError.class, failure.getCause());
    }

    static class AssertsItsOwnOrder {
        @RegisterExtension
        static final Tidemark SERVERS = REVEALING;

        @Test
        void anOrderIsCounted() throws Exception {
            orders(SERVERS).place("ann", "pen");
            assertEquals(1, orders(SERVERS).count("ann"));
        }
    }

    @Test
    void aStaleReadFailsATestWithoutAnAssertionAndIsListedOnce() {
        Throwable failure = Launched.run(AssertsNothing.class).failure();
        assertInstanceOf(StaleReadError.class, failure);
        assertTrue(String.valueOf(failure.getMessage()).startsWith("2 stale reads\n"), failure.getMessage());
    }

    static class AssertsNothing {
        @RegisterExtension
        static final Tidemark SERVERS = REVEALING;

        @Test
        void ordersAreRead() throws Exception {
            orders(SERVERS).place("ben", "ink");
            for (int i = 0; i < 3; i++) {
                orders(SERVERS).count("ben");
            }
            orders(SERVERS).ask("/* all */ SELECT item FROM orders WHERE customer = 'ben' UNION ALL VALUES ('none')");
        }
    }

    @Test
    void whatIsNotStaleIsNotReported() {
        Launched.run(ReadsNothingStale.class).assertPassed(5);
    }

    static class ReadsNothingStale {
        @RegisterExtension
        static final Tidemark SERVERS = REVEALING;

        private final String customer = UUID.randomUUID().toString();

        @BeforeEach
        void fixture() throws Exception {
            orders(SERVERS).place(customer, "book");
        }

        @Test
        void rowsFromBeforeTheTestAreThere() throws Exception {
            assertEquals(1, orders(SERVERS).count(customer));
        }

        @Test
        void aReadBeforeTheWriteIsCurrent() throws Exception {
            assertEquals(1, orders(SERVERS).count(customer));
            orders(SERVERS).place(customer, "pen");
        }

        @Test
        void readsThatTheWriteDoesNotChangeAreCurrent() throws Exception {
            orders(SERVERS).place("dan", "pen");
            assertEquals(1, orders(SERVERS).count(customer));
        }

        @Test
        void whatDiffersWithoutLagIsNotStale() throws Exception {
            orders(SERVERS).place(customer, "pen");
            assertEquals("t", orders(SERVERS).ask("SELECT pg_is_in_recovery()"));
            orders(SERVERS).ask("SELECT clock_timestamp()");
            orders(SERVERS).ask("SHOW port");
        }

        @Test
        void anApplicationWithTheLibraryReadsItsWrites() throws Exception {
            try (Node node = new Node(
                    SERVERS.primary().dataSource(),
                    SERVERS.replica(0).dataSource(),
                    SERVERS.redis().uri())) {
                node.awaitReplica("eve");
                node.writes("eve", "INSERT INTO orders (customer, item) VALUES ('eve', 'pen')");
                assertEquals("1", node.read("eve", "SELECT count(*) FROM orders WHERE customer = 'eve'"));
            }
        }
    }

    @Test
    void withoutTheModeAFailureHasTheStaleReadAsSuppressed() {
        Throwable failure = Launched.run(PausesTheReplica.class).failure();
        assertNotSame(StaleReadError.class, failure.getClass());
        assertEquals(1, failure.getSuppressed().length);
        assertInstanceOf(StaleReadError.class, failure.getSuppressed()[0]);
    }

    static class PausesTheReplica {
        @RegisterExtension
        static final Tidemark SERVERS = PLAIN;

        @Test
        void anOrderIsCounted() throws Exception {
            SERVERS.replica(0).pause();
            orders(SERVERS).place("fay", "pen");
            assertEquals(1, orders(SERVERS).count("fay"));
        }
    }

    @Test
    void withoutTheModeAStaleReadFailsNothingAndLagEndsAfterEachTest() throws Exception {
        Launched launched = Launched.run(LeavesLag.class);
        assertEquals(5, launched.passed());
        assertEquals(1, launched.aborted());
        Await.until(
                "all orders on the replica",
                Duration.ofSeconds(10),
                () -> orders(PLAIN).count("gus") == 5);
    }

    static class LeavesLag {
        @RegisterExtension
        static final Tidemark SERVERS = PLAIN;

        private void placeUnseen() throws Exception {
            orders(SERVERS).place("gus", "pen");
            int seen = orders(SERVERS).count("gus");
            Orders primary =
                    new Orders(SERVERS.primary().dataSource(), SERVERS.primary().dataSource());
            assertEquals(primary.count("gus") - 1, seen);
        }

        @BeforeEach
        void catchUp() throws Exception {
            SERVERS.awaitReplicas();
        }

        @Test
        void pause() throws Exception {
            SERVERS.replica(0).pause();
            placeUnseen();
        }

        @Test
        void lag() throws Exception {
            SERVERS.replica(0).lag(Duration.ofHours(1));
            placeUnseen();
        }

        @Test
        void pauseDuringLag() throws Exception {
            SERVERS.replica(0).lag(Duration.ofHours(1));
            placeUnseen();
            SERVERS.replica(0).pause();
            SERVERS.replica(0).lag(Duration.ZERO);
            orders(SERVERS).ask("SELECT 1");
        }

        @Test
        void loseAll() throws Exception {
            orders(SERVERS).place("gus", "pen");
            SERVERS.replica(0).lose();
            SERVERS.redis().lose();
            SERVERS.primary().lose();
        }

        @Test
        void recover() throws Exception {
            SERVERS.replica(0).lose();
            orders(SERVERS).place("gus", "pen");
            SERVERS.replica(0).recover();
            SERVERS.replica(0).awaitCaughtUp();
            assertEquals("t", orders(SERVERS).ask("SELECT pg_is_in_recovery()"));
        }

        @Test
        void abort() throws Exception {
            SERVERS.replica(0).pause();
            assumeTrue(SERVERS.replicas().isEmpty(), "an aborted test is not a failed one");
        }
    }

    @Test
    void connectionsGiveAccessToTheDriver() throws Exception {
        try (Connection connection = PLAIN.replica(0).dataSource().getConnection()) {
            assertTrue(connection.isWrapperFor(PGConnection.class));
            assertTrue(connection.unwrap(PGConnection.class).getBackendPID() > 0);
            assertEquals(connection, connection.createStatement().getConnection());
        }
    }
}
