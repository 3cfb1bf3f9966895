package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.INSERT;
import static io.tidemark.jdbc.Bench.PLAIN_READ;
import static io.tidemark.jdbc.Bench.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that each statement is passed on once for each server that it is sent to, with its text, and without its parameters. */
class SentStatementsTest {

    private final Bench bench = new Bench();

    @Test
    void readsAndWritesArePassedOnWithTheirTexts() throws SQLException {
        bench.routing.reads = Reason.CAUGHT_UP;
        try (Connection connection = bench.connection();
                PreparedStatement read = connection.prepareStatement(READ);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            read.setInt(1, 7);
            read.executeQuery();
            insert.setInt(1, 7);
            insert.executeUpdate();
        }
        assertEquals(List.of("replica " + READ, "primary " + INSERT), bench.sent);
    }

    @Test
    void aReadThatIsRetriedIsPassedOnForEachServer() throws SQLException {
        bench.replica.failNext("executeQuery", FakeServer.failure("40001"));
        bench.routing.reads = Reason.CAUGHT_UP;
        try (Connection connection = bench.connection();
                Statement read = connection.createStatement()) {
            read.executeQuery(PLAIN_READ);
        }
        assertEquals(List.of("replica " + PLAIN_READ, "primary " + PLAIN_READ), bench.sent);
    }
}
