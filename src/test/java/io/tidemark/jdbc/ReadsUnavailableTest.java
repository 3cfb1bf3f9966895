package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.PLAIN_INSERT;
import static io.tidemark.jdbc.Bench.PLAIN_READ;
import static io.tidemark.jdbc.Bench.assertState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.ReadsUnavailable;
import io.tidemark.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the exceptions of a routed connection whose diverted reads the primary cannot serve. */
final class ReadsUnavailableTest {

    private final ReadsUnavailable away = new ReadsUnavailable("the primary is away", Duration.ofSeconds(2));

    private final Bench bench = new Bench();
    private final Connection connection = bench.connection();

    @BeforeEach
    void readsAreDiverted() {
        bench.routing.reads = Reason.REPLICA_BEHIND;
    }

    @AfterEach
    void nothingStaysOpen() throws SQLException {
        connection.close();
        bench.assertNothingOpen();
    }

    private void read() throws SQLException {
        connection.createStatement().executeQuery(PLAIN_READ);
    }

    @Test
    void aRefusedReadBorrowsNoConnectionAndMayBeTriedAgain() throws SQLException {
        bench.routing.refused = Optional.of(away);
        SQLException thrown = assertThrows(SQLTransientException.class, this::read);
        assertEquals(ReadsUnavailable.SQL_STATE, thrown.getSQLState());
        assertSame(away, ReadsUnavailable.in(thrown).orElseThrow());
        bench.assertHappened("read?");
        bench.routing.refused = Optional.empty();
        read();
    }

    @Test
    void aReadThatLosesThePrimaryIsReplacedByWhatTheRoutingSays() {
        bench.routing.whenLost = Optional.of(away);
        bench.primary.failNext("connect", FakeServer.failure("08001"));
        SQLException refused = assertThrows(SQLTransientException.class, this::read);
        assertSame(away, ReadsUnavailable.in(refused).orElseThrow());
        assertEquals("08001", ((SQLException) refused.getSuppressed()[0]).getSQLState());
        bench.primary.failNext("executeQuery", FakeServer.failure("57P01"));
        assertThrows(SQLTransientException.class, this::read);
        assertEquals(0, bench.routing.answers);
    }

    @Test
    void withoutAnOutageTheFailureIsTheDrivers() {
        bench.primary.failNext("connect", FakeServer.failure("08001"));
        assertState("08001", this::read);
    }

    @Test
    void eachAnswerOfThePrimaryIsReportedAndAnExhaustedPoolIsNone() throws SQLException {
        read();
        assertEquals(1, bench.routing.answers);
        bench.primary.failNext("executeQuery", FakeServer.failure("22012"));
        assertState("22012", this::read);
        assertEquals(2, bench.routing.answers);
        connection.createStatement().executeUpdate(PLAIN_INSERT);
        assertEquals(3, bench.routing.answers);
        try (Connection another = bench.connection()) {
            bench.primary.failNext("connect", new SQLException("the pool is exhausted"));
            assertState(null, () -> another.createStatement().executeQuery(PLAIN_READ));
            bench.primary.failNext("connect", FakeServer.failure("53300"));
            assertState("53300", () -> another.createStatement().executeQuery(PLAIN_READ));
        }
        assertEquals(3, bench.routing.answers);
    }
}
