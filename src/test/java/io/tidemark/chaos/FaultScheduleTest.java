package io.tidemark.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.chaos.FaultSchedule.Planned;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

    private static Stream<List<Planned>> plans(Duration duration) {
        return LongStream.range(0, 200).mapToObj(seed -> FaultSchedule.of(seed, duration, ALL));
    }

    @Test
    void theSameSeedGivesTheSameSchedule() {
        assertEquals(FaultSchedule.of(42, LONG, ALL), FaultSchedule.of(42, LONG, Set.copyOf(ALL)));
        assertNotEquals(FaultSchedule.of(42, LONG, ALL), FaultSchedule.of(43, LONG, ALL));
    }

    @Test
    void allServersHaveRecoveredAtTheEnd() {
        plans(SHORT)
                .forEach(plan -> plan.forEach(one -> {
                    assertTrue(one.start().compareTo(one.end()) < 0, one.toString());
                    assertTrue(one.recovered().compareTo(SHORT) <= 0, one.toString());
                }));
    }

    @Test
    void fewAndCompatibleFaultsStrikeAtTheSameTime() {
        plans(LONG).forEach(plan -> {
            for (Planned one : plan) {
                List<Planned> with = plan.stream()
                        .filter(other -> !other.equals(one)
                                && other.start().compareTo(one.start()) <= 0
                                && other.recovered().compareTo(one.start()) > 0)
                        .toList();
                assertTrue(with.size() < FaultSchedule.AT_ONCE, one + " with " + with);
                with.forEach(other -> assertTrue(
                        one.fault().isCompatible(one.target(), other.fault(), other.target()), one + " with " + other));
            }
        });
    }

    @Test
    void someFaultsAreIncompatibleWithOthers() {
        assertCompatible(true, Fault.REPLICA_KILLED, "replica-1", Fault.REPLICA_FROZEN, "replica-2");
        assertCompatible(false, Fault.REPLICA_KILLED, "replica-1", Fault.REPLICA_FROZEN, "replica-1");
        assertCompatible(true, Fault.REDIS_FROZEN, "redis", Fault.PRIMARY_CRASHED, "primary");
        assertCompatible(false, Fault.REDIS_FROZEN, "redis", Fault.NODE_KILLED, "node-1");
        assertCompatible(false, Fault.REDIS_SLOWED, "redis", Fault.NODE_KILLED_AT_COMMIT, "node-2");
        assertCompatible(true, Fault.REDIS_SLOWED, "redis", Fault.REDIS_PARTITIONED, "node-2");
        assertCompatible(true, Fault.NODE_KILLED, "node-1", Fault.REDIS_PARTITIONED, "node-2");
        assertCompatible(false, Fault.REPLAY_LOCKED, "replica-1", Fault.PRIMARY_FROZEN, "primary");
        assertCompatible(false, Fault.DDL_AHEAD, "replica-1", Fault.PRIMARY_CRASHED, "primary");
        assertCompatible(false, Fault.RECOVERY_CONFLICT, "replica-2", Fault.COMMIT_CUT, "primary");
        assertCompatible(true, Fault.REPLICATION_CUT, "replica-2", Fault.PRIMARY_FROZEN, "primary");
    }

    private static void assertCompatible(boolean expected, Fault one, String target, Fault other, String othersTarget) {
        assertEquals(expected, one.isCompatible(target, other, othersTarget));
        assertEquals(expected, other.isCompatible(othersTarget, one, target));
    }

    @Test
    void aLongScheduleHasEachFaultManyTimes() {
        plans(LONG).forEach(plan -> {
            Map<Fault, Long> counts =
                    plan.stream().collect(Collectors.groupingBy(Planned::fault, Collectors.counting()));
            ALL.stream()
                    .filter(fault -> !fault.isLast())
                    .forEach(
                            fault -> assertTrue(counts.getOrDefault(fault, 0L) >= 3, fault + ": " + counts.get(fault)));
        });
    }

    @Test
    void aLongScheduleEndsWithOneFaultThatChangesTheServersForGood() {
        plans(LONG).forEach(plan -> {
            List<Planned> last =
                    plan.stream().filter(one -> one.fault().isLast()).toList();
            assertEquals(List.of(plan.get(plan.size() - 1)), last);
            plan.stream()
                    .limit(plan.size() - 1L)
                    .forEach(one ->
                            assertTrue(one.recovered().compareTo(last.get(0).start()) <= 0, one.toString()));
        });
        assertEquals(
                Set.of(Fault.PROMOTION, Fault.TWO_PRIMARIES),
                plans(LONG).map(plan -> plan.get(plan.size() - 1).fault()).collect(Collectors.toSet()));
        assertEquals(
                List.of(Fault.PROMOTION),
                FaultSchedule.of(1, FaultSchedule.SHORTEST_WITH_LAST, EnumSet.of(Fault.PROMOTION)).stream()
                        .map(Planned::fault)
                        .toList());
    }

    @Test
    void aShortScheduleHasSeveralFaultsWithoutTheSlowOnes() {
        plans(SHORT).forEach(plan -> {
            assertTrue(plan.size() >= 5, plan.toString());
            assertTrue(plan.stream()
                    .noneMatch(one ->
                            one.fault().isLast() || one.fault().recovery().compareTo(SHORT) > 0));
        });
    }

    @Test
    void onlyTheChosenFaultsStrike() {
        List<Planned> plan = FaultSchedule.of(1, LONG, EnumSet.of(Fault.REDIS_FLUSHED));
        assertEquals(
                Set.of(Fault.REDIS_FLUSHED), plan.stream().map(Planned::fault).collect(Collectors.toSet()));
    }
}
