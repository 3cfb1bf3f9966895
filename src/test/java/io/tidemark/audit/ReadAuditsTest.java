package io.tidemark.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.AuditResult;
import io.tidemark.servers.Await;
import io.tidemark.wal.KeptLog;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ServerFault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests {@link ReadAudits} with servers that answer as the test says. */
class ReadAuditsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<List<String>> ROWS = List.of(List.of("a"), List.of("b"));
    private static final List<List<String>> BACKWARD = List.of(List.of("b"), List.of("a"));
    private static final List<List<String>> OTHERS = List.of(List.of("a"), List.of("c"));

    private final KeptLog log = new KeptLog();
    private final FakePositions positions = new FakePositions();
    private final ReadAudits audits =
            new ReadAudits(new AuditSettings(0.5, Duration.ofSeconds(1)), positions, () -> 0.4, log);
    private final Thread thread = new Thread(audits);

    private static final class FakePositions implements AuditPositions {

        private volatile Optional<Position> last = Optional.of(at(100));
        private volatile Position now = at(100);
        private volatile boolean away;
        private volatile boolean covered = true;

        @Override
        public Optional<Position> lastOfPrimary() {
            return last;
        }

        @Override
        public Position ofPrimaryNow() throws ServerFault {
            if (away) {
                throw new ServerFault(ServerFault.Kind.UNREACHABLE, "away");
            }
            return now;
        }

        @Override
        public boolean awaitReplica(ReplicaName replica, Position required, Duration longest) {
            return covered;
        }
    }

    private static Position at(long lsn) {
        return new Position(1, new Lsn(lsn));
    }

    @AfterEach
    void stop() throws InterruptedException {
        audits.close();
        thread.join();
    }

    private static void fetchAll(AuditedRead read) throws SQLException {
        ResultSet rows = FakeRows.of(ROWS);
        while (rows.next()) {
            read.fetched(rows);
        }
        read.complete();
    }

    /** Returns the counts other than zero, after the read was audited. */
    private Map<AuditResult, Long> audited(ReplicaRun run) throws Exception {
        long before = total();
        if (!thread.isAlive()) {
            thread.start();
        }
        fetchAll(audits.begin(run));
        Await.until("a result", PATIENCE, () -> total() > before);
        return counted();
    }

    private long total() {
        return counted().values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<AuditResult, Long> counted() {
        return audits.counters().results().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void theShareSelects() {
        assertTrue(audits.selects());
        ReadAudits few = new ReadAudits(new AuditSettings(0.4, Duration.ofSeconds(1)), positions, () -> 0.4, log);
        assertFalse(few.selects());
    }

    @Test
    void equalRowsAreEqual() throws Exception {
        assertEquals(Map.of(AuditResult.EQUAL, 1L), audited(FakeRun.of(ROWS)));
        assertEquals(List.of(), log.lines());
    }

    @Test
    void rowsInAnotherOrderAreNoDifference() throws Exception {
        assertEquals(Map.of(AuditResult.ORDER, 1L), audited(FakeRun.of(BACKWARD)));
        assertEquals(List.of(), log.lines());
    }

    @Test
    void otherRowsWithoutACommitInBetweenDifferAndAreLoggedOncePerStatement() throws Exception {
        assertEquals(Map.of(AuditResult.DIFFERS, 1L), audited(FakeRun.of(OTHERS)));
        assertEquals(Map.of(AuditResult.DIFFERS, 2L), audited(FakeRun.of(List.of())));
        assertEquals(1, log.lines().size(), log.lines()::toString);
        assertTrue(
                log.lines().get(0).startsWith("WARNING The audit found other rows on replica the replica"),
                log.lines()::toString);
        assertTrue(log.lines().get(0).endsWith("Statement: select a from t. Likely cause: a test."));
        audited(new FakeRun("select other", (run, required) -> OTHERS));
        assertEquals(2, log.lines().size(), log.lines()::toString);
    }

    @Test
    void aLogThatHasGrownMayBeTheCause() throws Exception {
        positions.now = at(101);
        assertEquals(Map.of(AuditResult.CONCURRENT, 1L), audited(FakeRun.of(OTHERS)));
        positions.now = at(100);
        positions.last = Optional.empty();
        assertEquals(Map.of(AuditResult.CONCURRENT, 2L), audited(FakeRun.of(OTHERS)));
        assertEquals(List.of(), log.lines());
    }

    /** The replica must have everything that the read may have seen, so the position is read after it. */
    @Test
    void theReplicaMustCoverThePositionAfterTheRead() throws Exception {
        positions.now = at(101);
        Position[] asked = new Position[1];
        audited(new FakeRun("select", (run, required) -> {
            asked[0] = required;
            return ROWS;
        }));
        assertEquals(at(101), asked[0]);
    }

    @Test
    void aReplicaThatIsLateOrSlowTimesOut() throws Exception {
        positions.covered = false;
        assertEquals(Map.of(AuditResult.TIMED_OUT, 1L), audited(FakeRun.of(OTHERS)));
        positions.covered = true;
        audited(failing(new SQLTimeoutException("slow")));
        assertEquals(
                Map.of(AuditResult.TIMED_OUT, 3L), audited(failing(new SQLException("statement timeout", "57014"))));
    }

    private static FakeRun failing(SQLException failure) {
        return new FakeRun("select failing", (run, required) -> {
            throw failure;
        });
    }

    @Test
    void failuresAreCountedByClassAndLoggedIfTheyDependOnTheStatement() throws Exception {
        audited(failing(new SQLException("conflict", "40001")));
        audited(failing(new SQLException("no connection")));
        assertTrue(log.lines().stream().allMatch(line -> line.startsWith("DEBUG")), log.lines()::toString);
        audited(failing(new SQLException("secret", "42P01")));
        assertEquals(Map.of(AuditResult.FAILED, 4L), audited(failing(new SQLException("secret", "42703"))));
        assertEquals(Map.of("40", 1L, "42", 2L, "none", 1L), audits.counters().failures());
        List<String> warnings =
                log.lines().stream().filter(line -> line.startsWith("WARNING")).toList();
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("42P01") && !warnings.get(0).contains("secret"), warnings.get(0));
    }

    @Test
    void withoutAPositionOfThePrimaryNothingIsCompared() throws Exception {
        positions.away = true;
        assertEquals(Map.of(AuditResult.NOT_COMPARABLE, 1L), audited(FakeRun.of(ROWS)));
    }

    @Test
    void rowsThatAreNotFetchedOrNotReadableAreNotCompared() {
        audits.begin(FakeRun.of(ROWS)).abandon();
        AuditedRead unreadable = audits.begin(FakeRun.of(ROWS));
        ResultSet rows = FakeRows.of(List.of(List.of("unreadable")));
        try {
            rows.next();
        } catch (SQLException impossible) {
            throw new AssertionError(impossible);
        }
        unreadable.fetched(rows);
        unreadable.complete();
        assertEquals(Map.of(AuditResult.NOT_COMPARABLE, 2L), counted());
    }

    @Test
    void oneReadWaitsAndTheOthersAreDropped() throws Exception {
        FakeRun running = FakeRun.endless();
        thread.start();
        AuditedRead late = audits.begin(FakeRun.of(ROWS));
        fetchAll(audits.begin(running));
        assertTrue(running.begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertTrue(audits.selects());
        fetchAll(audits.begin(FakeRun.of(ROWS)));
        assertFalse(audits.selects(), "one is waiting");
        fetchAll(late);
        assertEquals(Map.of(AuditResult.DROPPED, 2L), counted());
        running.abort();
        Await.until("the waiting read", PATIENCE, () -> counted().containsKey(AuditResult.EQUAL));
        assertTrue(audits.selects());
    }

    @Test
    void theEndAbortsTheRunningStatement() throws Exception {
        FakeRun running = FakeRun.endless();
        thread.start();
        fetchAll(audits.begin(running));
        assertTrue(running.begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        audits.close();
        assertTrue(running.aborted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}
