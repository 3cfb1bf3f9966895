package io.tidemark.jdbc;

import static io.tidemark.jdbc.Bench.PLAIN_READ;
import static io.tidemark.jdbc.Bench.assertState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.ReadsUnavailable;
import io.tidemark.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the admission of reads: when it begins and ends, and the connections that are held meanwhile. */
final class AdmissionTest {

    private final Bench bench = new Bench();
    private Connection connection;

    @BeforeEach
    void connect() {
        connection = bench.connection();
        bench.routing.reads = Reason.REPLICA_BEHIND;
    }

    @AfterEach
    void nothingStaysOpen() throws SQLException {
        connection.close();
        bench.assertNothingOpen();
    }

    private void read() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(PLAIN_READ);
        }
    }

    @Test
    void aReadIsAdmittedBeforeItWaitsForThePoolAndUntilItHasRun() throws SQLException {
        List<Integer> during = new ArrayList<>();
        bench.primary.countdown(() -> during.add(bench.routing.admitted));
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(PLAIN_READ);
            assertEquals(1, during.get(0), "while it borrows a connection");
            assertEquals(1, during.get(during.size() - 1), "while it runs");
            assertEquals(0, bench.routing.admitted);
        }
    }

    @Test
    void anAdmissionEndsHoweverTheReadFails() throws SQLException {
        bench.primary.failNext("connect", FakeServer.failure("08001"));
        assertState("08001", this::read);
        assertEquals(0, bench.routing.admitted);
        bench.primary.failNext("executeQuery", FakeServer.failure("57014"));
        assertState("57014", this::read);
        assertEquals(0, bench.routing.admitted);
        bench.primary.failNext("executeQuery", new StackOverflowError());
        assertThrows(StackOverflowError.class, this::read);
        assertEquals(0, bench.routing.admitted);
    }

    @Test
    void aRefusedReadIsNotSentAndItsExceptionLeadsToTheReason() {
        ReadsUnavailable refused = new ReadsUnavailable("used up", Duration.ofSeconds(1));
        bench.routing.admitting = (decision, borrowed) -> {
            throw refused;
        };
        SQLException thrown = assertState(ReadsUnavailable.SQL_STATE, this::read);
        assertSame(refused, ReadsUnavailable.in(thrown).orElseThrow());
        bench.assertHappened("read?");
    }

    @Test
    void aRetryOfAReadIsAdmittedAndMayBeRefused() {
        bench.routing.reads = Reason.CAUGHT_UP;
        bench.replica.failNext("executeQuery", FakeServer.failure("40001"));
        bench.routing.admitting = (decision, borrowed) -> {
            if (decision.reason() == Reason.REPLICA_CONFLICT) {
                throw new ReadsUnavailable("used up", Duration.ofSeconds(1));
            }
            return Optional.empty();
        };
        assertState(ReadsUnavailable.SQL_STATE, this::read);
        assertEquals(0, bench.primary.connections());
    }

    @Test
    void aReplicaThatCoversThePositionMeanwhileServesTheRead() throws SQLException {
        bench.routing.admitting = (decision, borrowed) -> Optional.of(ScriptedRouting.decision(Reason.CAUGHT_UP));
        read();
        bench.assertHappened(
                "read?",
                "replica connect",
                "sent CAUGHT_UP",
                "replica#1 executeQuery " + PLAIN_READ + "[]",
                "replica#1 statement close");
    }

    @Test
    void aReadThatFailsOnThatReplicaIsRetried() throws SQLException {
        bench.replica.failNext("executeQuery", FakeServer.failure("40001"));
        bench.routing.admitting = (decision, borrowed) -> decision.reason() == Reason.REPLICA_BEHIND
                ? Optional.of(ScriptedRouting.decision(Reason.CAUGHT_UP))
                : Optional.empty();
        read();
        assertEquals(
                List.of("replica#1 executeQuery " + PLAIN_READ + "[]", "primary#1 executeQuery " + PLAIN_READ + "[]"),
                bench.executions());
    }

    @Test
    void aThreadThatWaitsHoldsNoFreeConnection() throws SQLException {
        read();
        assertEquals(1, bench.primary.open(), "it is kept for the next read");
        List<Boolean> none = new ArrayList<>();
        bench.routing.admitting = (decision, borrowed) -> {
            none.add(borrowed.returnFree());
            none.add(bench.primary.open() == 0);
            return Optional.empty();
        };
        read();
        assertEquals(List.of(true, true), none);
    }

    @Test
    void aConnectionWithOpenRowsIsHeldAndThatIsTold() throws SQLException {
        try (Statement open = connection.createStatement();
                ResultSet rows = open.executeQuery(PLAIN_READ)) {
            List<Boolean> none = new ArrayList<>();
            bench.routing.admitting = (decision, borrowed) -> {
                none.add(borrowed.returnFree());
                return Optional.empty();
            };
            read();
            assertEquals(List.of(false), none);
            assertEquals(false, rows.isClosed());
        }
    }
}
