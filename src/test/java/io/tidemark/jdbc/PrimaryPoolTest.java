package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.PLAIN_INSERT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A connection of the primary's pool that leads to a server which was replaced is not used. */
class PrimaryPoolTest {

    private final Bench bench = new Bench();

    private void insert() throws SQLException {
        try (Connection connection = bench.connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(PLAIN_INSERT);
        }
    }

    @Test
    void itIsBrokenAndTheNextIsTaken() throws SQLException {
        bench.primaryPool.answers.addAll(List.of(false, false));
        insert();
        List<String> happened = bench.happened();
        assertEquals(
                List.of(
                        "write",
                        "primary connect",
                        "primary#1 abort",
                        "primary#1 close",
                        "primary connect",
                        "primary#2 abort",
                        "primary#2 close",
                        "primary connect"),
                happened.subList(0, 8));
        bench.assertNothingOpen();
    }

    @Test
    void whereAllLeadThereItIsAnErrorOfTheConnection() throws SQLException {
        bench.primaryPool.answers.addAll(Collections.nCopies(20, false));
        assertEquals("08006", assertThrows(SQLException.class, this::insert).getSQLState());
        bench.assertNothingOpen();
        insert();
    }

    @Test
    void inAJtaTransactionThePoolWouldGiveTheSameAgain() throws SQLException {
        bench.routing.transaction = Optional.of("one");
        bench.primary.autoCommit = false;
        bench.primaryPool.answers.add(false);
        assertEquals("08006", assertThrows(SQLException.class, this::insert).getSQLState());
        assertEquals(1, bench.count("primary connect"));
        bench.assertNothingOpen();
    }
}
