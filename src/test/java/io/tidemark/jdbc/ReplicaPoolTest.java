package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.PLAIN_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests {@link ReplicaPool}: a replica connection to a server that does not cover the required position serves no read.
 */
class ReplicaPoolTest {

    private final Bench bench = new Bench();

    @BeforeEach
    void readsGoToTheReplica() {
        bench.routing.reads = Reason.CAUGHT_UP;
    }

    private static void read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(PLAIN_READ);
        }
    }

    @Test
    void anotherConnectionIsTriedWhenTheFirstIsBackInItsPool() throws SQLException {
        bench.replicaPool.answers.add(false);
        try (Connection connection = bench.connection()) {
            read(connection);
        }
        assertEquals(
                List.of("read?", "replica connect", "replica#1 close", "replica connect"),
                bench.happened().subList(0, 4));
        bench.assertNothingOpen();
    }

    @Test
    void afterTwoTheReadIsRunOnThePrimaryAndTheReplicaIsNotTakenForLost() throws SQLException {
        bench.replicaPool.answers.addAll(List.of(false, false));
        try (Connection connection = bench.connection()) {
            read(connection);
        }
        List<String> happened = bench.happened();
        assertTrue(happened.stream().anyMatch(event -> event.startsWith("replica BEHIND")), happened.toString());
        assertTrue(happened.contains("sent REPLICA_BEHIND"), happened.toString());
        assertTrue(happened.stream().noneMatch(event -> event.startsWith("replica LOST")), happened.toString());
        assertTrue(happened.contains("primary#1 executeQuery " + PLAIN_READ + "[]"), happened.toString());
        bench.assertNothingOpen();
    }

    @Test
    void aConnectionThatIsHeldIsLookedAtAgainForAnotherDecision() throws SQLException {
        try (Connection connection = bench.connection();
                Statement first = connection.createStatement();
                ResultSet rows = first.executeQuery(PLAIN_READ)) {
            bench.happened();
            bench.replicaPool.answers.add(false);
            read(connection);
            assertEquals(1, bench.replicaPool.answers.size(), "the same decision");
            bench.happened();
            bench.routing.reads = Reason.EVENTUAL;
            read(connection);
            List<String> happened = bench.happened();
            assertTrue(happened.contains("primary#1 executeQuery " + PLAIN_READ + "[]"), happened.toString());
            assertTrue(happened.stream().noneMatch(event -> event.startsWith("replica#1")), "its rows stay readable");
            assertEquals("a, b", rows.getString(1));
        }
        bench.assertNothingOpen();
    }

    @Test
    void aTransactionOnTheReplicaStaysThere() throws SQLException {
        try (Connection connection = bench.readOnly()) {
            read(connection);
            bench.replicaPool.answers.add(false);
            bench.happened();
            read(connection);
            assertEquals(List.of("replica#1 executeQuery " + PLAIN_READ + "[]"), bench.executions());
            connection.rollback();
        }
        bench.assertNothingOpen();
    }
}
