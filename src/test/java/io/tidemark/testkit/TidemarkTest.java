package io.tidemark.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the parts of the test kit that need no server. */
class TidemarkTest {

    private static ObservedRead read(String sql) {
        return new ObservedRead(sql, ObservedRead.Form.PLAIN, List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 9, Integer.MAX_VALUE})
    void anImpossibleNumberOfReplicasIsRefused(int count) {
        assertEquals(
                "Tidemark.withReplicas(" + count + ") is not possible: expected 1 to 8",
                assertThrows(IllegalArgumentException.class, () -> Tidemark.withReplicas(count))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 2, 5})
    void aReplicaThatDoesNotExistIsRefused(int number) {
        assertEquals(
                "There is no replica(" + number
                        + "): expected 0 to 1. Tidemark.withReplicas(2) sets the number of replicas",
                assertThrows(IllegalArgumentException.class, () -> Tidemark.withReplicas(2)
                                .replica(number))
                        .getMessage());
    }

    @Test
    void serversThatDoNotRunAreNamed() {
        Tidemark servers = Tidemark.withReplicas(2);
        assertEquals(
                "The servers are not running. Declare the field static with @RegisterExtension, or call start()",
                assertThrows(IllegalStateException.class, () -> servers.replica(1))
                        .getMessage());
        servers.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                " select 1",
                "-- which\nWITH a AS (SELECT 1) TABLE a",
                "/* one */ ((VALUES (1)))",
                "TABLE orders"
            })
    void queriesAreCompared(String sql) {
        assertTrue(read(sql).isRepeatable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SHOW port", "EXPLAIN SELECT 1", "selection", "FETCH 1 FROM c", "-- SELECT 1"})
    void otherStatementsAreNot(String sql) {
        assertFalse(read(sql).isRepeatable());
    }
}
