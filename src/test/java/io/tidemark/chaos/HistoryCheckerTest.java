package io.tidemark.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Operation.Outcome;
import io.tidemark.chaos.Violation.Guarantee;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the checker finds one bad history of each kind, names its operations, and accepts good histories. */
class HistoryCheckerTest {

    private static void assertFound(Guarantee guarantee, String operation, String other, HandMade history) {
        List<Violation> found = history.violations();
        assertEquals(1, found.size(), found::toString);
        assertEquals(guarantee, found.get(0).guarantee(), found.get(0).message());
        String message = found.get(0).message();
        assertTrue(message.startsWith(operation + " ") && message.contains(other + " "), message);
    }

    private static void assertGood(HandMade history) {
        assertEquals(List.of(), history.violations());
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "MONOTONIC_READ", "FINAL_READ"})
    void aReadThatMissesAnAcknowledgedWriteOfItsCaller(Kind kind) {
        HandMade history = new HandMade().write("alice", 10, 20, 1).read(kind, "alice", 21, 22, 0, "first");
        assertTrue(
                history.messages()
                        .anyMatch(message ->
                                message.startsWith("READ_YOUR_WRITES: #2 " + kind) && message.contains("#1 WRITE")),
                () -> history.messages().toList().toString());
    }

    @Test
    void aListThatMissesAnAcknowledgedWriteOfItsCaller() {
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                "#2",
                "#1",
                new HandMade().write("alice", 10, 20, 1).read(Kind.LIST, "alice", 21, 22, 0, "first"));
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                "#2",
                "#1",
                new HandMade().write("alice", 10, 20, 1).emptyList("alice", 21, 22));
    }

    @Test
    void theNewestAcknowledgedWriteCountsWhateverTheOrderOfTheAnswers() {
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                "#3",
                "#1",
                new HandMade()
                        .write("alice", 10, 20, 2)
                        .write("alice", 11, 30, 1)
                        .read("alice", 31, 32, 1, "alice1"));
    }

    @Test
    void aWriteBeforeAnEarlierWriteOfItsCaller() {
        assertFound(
                Guarantee.MONOTONIC_WRITES,
                "#2",
                "#1",
                new HandMade().write("alice", 10, 20, 2).write("alice", 21, 22, 1));
    }

    @Test
    void aWriteBeforeWhatItsCallerHasRead() {
        assertFound(
                Guarantee.WRITES_FOLLOW_READS,
                "#3",
                "#2",
                new HandMade()
                        .write("bob", 10, 20, 2)
                        .read("alice", 21, 22, 2, "bob2")
                        .write("alice", 23, 24, 1));
    }

    @Test
    void aMonotonicReadThatGoesBack() {
        assertFound(
                Guarantee.MONOTONIC_READS,
                "#3",
                "#2",
                new HandMade()
                        .write("bob", 10, 20, 1)
                        .read(Kind.MONOTONIC_READ, "alice", 21, 22, 1, "bob1")
                        .read(Kind.MONOTONIC_READ, "alice", 23, 24, 0, "first"));
    }

    @Test
    void anAcknowledgedWriteThatIsGoneAtTheEnd() {
        assertFound(
                Guarantee.NO_LOST_WRITE,
                "#2",
                "#1",
                new HandMade().write("alice", 10, 20, 1).read(Kind.FINAL_READ, "", 30, 31, 0, "first"));
    }

    @Test
    void twoAcknowledgedWritesOfOneVersion() {
        assertFound(
                Guarantee.NO_LOST_WRITE,
                "#2",
                "#1",
                new HandMade().write("alice", 10, 20, 1).write("bob", 15, 25, 1));
    }

    @Test
    void aReadOfAWriteThatWasRolledBack() {
        assertFound(
                Guarantee.NO_INVENTED_STATE,
                "#2",
                "#1",
                new HandMade()
                        .write("bob", 10, 20, "undone", Outcome.FAILED, 409)
                        .read("alice", 15, 16, 1, "undone"));
    }

    @Test
    void aReadOfAWriteThatIsGoneAtTheEnd() {
        assertFound(
                Guarantee.NO_INVENTED_STATE,
                "#2",
                "#3",
                new HandMade()
                        .write("bob", 10, 20, "lost", Outcome.UNKNOWN, 503)
                        .read("alice", 15, 16, 1, "lost")
                        .read(Kind.FINAL_READ, "", 30, 31, 0, "first")
                        .incident("primary", 10, 20, 503));
    }

    @Test
    void aReadOfWhatNoWriteHasStored() {
        assertFound(
                Guarantee.NO_INVENTED_STATE, "#1", "no write has stored", new HandMade().read("", 10, 20, 1, "odd"));
        assertFound(
                Guarantee.NO_INVENTED_STATE,
                "#2",
                "#1",
                new HandMade().write("bob", 10, 20, 1).read("", 21, 22, 2, "bob1"));
        assertFound(
                Guarantee.NO_INVENTED_STATE,
                "#1",
                "#2",
                new HandMade().read("", 5, 6, 1, "bob1").write("bob", 10, 20, 1));
    }

    @Test
    void aVersionOfNoWrite() {
        assertFound(
                Guarantee.NO_INVENTED_STATE,
                "#2",
                "0 writes have an unknown",
                new HandMade().write("alice", 10, 20, 2).read(Kind.FINAL_READ, "", 30, 31, 2, "alice2"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 404, 500, 503})
    void aStatusThatNoFaultExcuses(int status) {
        assertFound(Guarantee.RIGHT_STATUS, "#1", "READ", new HandMade().failedRead(10, 20, status, "node-1"));
        HandMade other = new HandMade().incident("node-2", 10, 20, 0, 404, 503).incident("replica", 10, 20);
        assertFound(Guarantee.RIGHT_STATUS, "#1", "READ", other.failedRead(10, 20, status, "node-1"));
        long graceIsOver = 20 + Incident.GRACE.toMillis() + 1;
        HandMade later = new HandMade().incident("primary", 10, 20, 503);
        assertFound(
                Guarantee.RIGHT_STATUS, "#1", "READ", later.failedRead(graceIsOver, graceIsOver + 1, status, "node-1"));
    }

    @Test
    void noFaultExcusesStatus500() {
        HandMade history = new HandMade().incident("primary", 10, 20, 503);
        assertFound(Guarantee.RIGHT_STATUS, "#1", "500", history.failedRead(10, 20, 500, "node-1"));
    }

    @Test
    void anAnswerThatComesLate() {
        long late = 10 + HandMade.BOUND.toMillis() + 1;
        assertFound(Guarantee.TIME_BOUND, "#1", "took 10001", new HandMade().read("alice", 10, late, 0, "first"));
    }

    @Test
    void twoWritesOfTheSameValueAreNoHistory() {
        HandMade history = new HandMade()
                .write("bob", 10, 20, "same", Outcome.FAILED, 409)
                .write("bob", 10, 20, "same", Outcome.FAILED, 409);
        assertThrows(IllegalArgumentException.class, history::violations);
    }

    @Test
    void operationsThatOverlapHaveNoOrder() {
        assertGood(new HandMade()
                .write("alice", 10, 20, 2)
                .write("alice", 15, 25, 1)
                .read("alice", 19, 30, 0, "first")
                .read(Kind.MONOTONIC_READ, "bob", 40, 50, 2, "alice2")
                .read(Kind.MONOTONIC_READ, "bob", 45, 55, 1, "alice1"));
    }

    @Test
    void theWritesOfOthersMayBeMissing() {
        assertGood(new HandMade()
                .write("alice", 10, 20, 1)
                .read("bob", 30, 31, 0, "first")
                .read("", 30, 31, 0, "first")
                .read("cookies of one", 32, 33, 1, "alice1")
                .read("cookies of one", 34, 35, 0, "first"));
    }

    @Test
    void anonymousClientsWithCookiesHaveSessionsToo() {
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                "#2",
                "#1",
                new HandMade().write("cookies of one", 10, 20, 1).read("cookies of one", 21, 22, 0, "first"));
    }

    private static HandMade onTwoDevices(String other, String node) {
        return new HandMade()
                .from("phone", "node-1")
                .write("alice", 10, 20, 1)
                .from(other, node)
                .read("alice", 21, 22, 0, "first");
    }

    @Test
    void allDevicesOfACallerShowItsWrites() {
        assertFound(Guarantee.READ_YOUR_WRITES, "#2", "#1", onTwoDevices("desk", "node-2"));
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                "#2",
                "#1",
                onTwoDevices("desk", "node-2").incident("redis", 5, 30));
    }

    @Test
    void withoutRedisAnotherNodeMayMissTheWritesOfAnotherDevice() {
        assertGood(onTwoDevices("desk", "node-2").redisAway("redis", 5, 30));
        assertGood(onTwoDevices("desk", "node-2").redisAway("node-1", 20, 30));
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                "#2",
                "#1",
                onTwoDevices("desk", "node-2").redisAway("node-2", 5, 30));
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                "#2",
                "#1",
                onTwoDevices("desk", "node-2").redisAway("redis", 21, 30));
    }

    @Test
    void withoutRedisTheSameNodeAndTheSameDeviceShowTheWrites() {
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                "#2",
                "#1",
                onTwoDevices("desk", "node-1").redisAway("redis", 5, 30));
        assertFound(
                Guarantee.READ_YOUR_WRITES,
                "#2",
                "#1",
                onTwoDevices("phone", "node-2").redisAway("redis", 5, 30));
    }

    @Test
    void aWriteOfUnknownOutcomeMayHaveHappenedOrNot() {
        HandMade notSeen = new HandMade().incident("primary", 10, 20, 503).incident("node-1", 10, 20, 0);
        assertGood(notSeen.write("alice", 10, 20, "perhaps", Outcome.UNKNOWN, 503)
                .read("alice", 21, 22, 0, "first")
                .read(Kind.FINAL_READ, "", 30, 31, 0, "first"));
        HandMade seen = new HandMade().incident("primary", 10, 20, 503);
        assertGood(seen.write("alice", 10, 20, "perhaps", Outcome.UNKNOWN, 503)
                .read("alice", 21, 22, 0, "first")
                .read("alice", 23, 24, 1, "perhaps")
                .write("alice", 25, 26, 2)
                .read(Kind.FINAL_READ, "", 30, 31, 2, "alice2"));
    }

    @Test
    void aConflictOfTwoWritersIsRight() {
        assertGood(new HandMade().write("alice", 10, 20, "undone", Outcome.FAILED, 409));
    }

    @Test
    void noAnswerOfANodeThatIsKilledIsRight() {
        HandMade history = new HandMade().incident("node-1", 10, 20, 0, 404, 503);
        assertGood(history.failedRead(15, 16, 0, "node-1").failedRead(19, 22, 404, "node-1"));
    }

    @Test
    void aMillionOperationsTakeSeconds() {
        HandMade history = new HandMade();
        for (int i = 1; i <= 250_000; i++) {
            history.write("alice", i * 10L, i * 10L + 1, i)
                    .read("alice", i * 10L + 2, i * 10L + 3, i, "alice" + i)
                    .read(Kind.LIST, "alice", i * 10L + 4, i * 10L + 5, i, "alice" + i)
                    .read(Kind.MONOTONIC_READ, "bob", i * 10L + 6, i * 10L + 7, i, "alice" + i);
        }
        assertTimeout(Duration.ofSeconds(30), () -> assertGood(history));
    }
}
