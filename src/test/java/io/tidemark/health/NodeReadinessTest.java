package io.tidemark.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidemark.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeReadinessTest {

    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<Status.Store> NO_STORE = Optional.empty();

    private static Status.Primary primary(boolean ready, Optional<String> problem) {
        return new Status.Primary(ready, Optional.of("0/3000060"), Optional.of(1), problem);
    }

    private static List<Status.Replica> replica(Optional<String> problem) {
        return List.of(new Status.Replica(
                "jdbc/replica",
                problem.isEmpty(),
                false,
                false,
                0,
                Optional.of("0/3000000"),
                Optional.of(1),
                OptionalLong.of(7),
                OptionalLong.of(96),
                problem,
                OptionalLong.empty()));
    }

    private static Optional<Status.Store> store(Optional<String> problem) {
        return Optional.of(new Status.Store(problem.isEmpty(), false, Optional.of("0"), problem));
    }

    private static Status status(Status.Primary primary, List<Status.Replica> replica, Optional<Status.Store> store) {
        return new Status(
                true,
                primary,
                replica,
                store,
                Map.of(),
                0,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static HealthCheckResponse judge(
            Status.Primary primary, List<Status.Replica> replica, Optional<Status.Store> store) {
        return NodeReadiness.judge(status(primary, replica, store), ReadinessPolicy.PRIMARY, HealthDetails.SHOWN);
    }

    /** The rows: the primary answers, the replica is eligible, the policies under which the node is ready. */
    @ParameterizedTest
    @CsvSource({
        "true, true, PRIMARY READS ALWAYS",
        "true, false, PRIMARY READS ALWAYS",
        "false, true, READS ALWAYS",
        "false, false, ALWAYS"
    })
    void eachPolicyNeedsItsServers(boolean primaryReady, boolean eligible, String ready) {
        Status now = status(primary(primaryReady, NONE), replica(eligible ? NONE : Optional.of("It lags.")), NO_STORE);
        assertEquals(
                ready,
                Stream.of(ReadinessPolicy.values())
                        .filter(policy -> NodeReadiness.isReady(now, policy))
                        .map(Enum::name)
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void aReplicaDoesNotCountWhileReadsAreNotRouted() {
        Status switchedOff = new Status(
                false,
                primary(false, NONE),
                replica(NONE),
                NO_STORE,
                Map.of(),
                0,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertFalse(NodeReadiness.isReady(switchedOff, ReadinessPolicy.READS));
    }

    @Test
    void withoutAReplicaReadsNeedThePrimary() {
        assertFalse(NodeReadiness.isReady(status(primary(false, NONE), List.of(), NO_STORE), ReadinessPolicy.READS));
    }

    @Test
    void isNotReadyBeforeTheApplicationHasStarted() {
        assertEquals(HealthCheckResponse.Status.DOWN, new NodeReadiness().call().getStatus());
    }

    @Test
    void showsNoReasonWhereThatIsNotSet() {
        HealthCheckResponse response = NodeReadiness.judge(
                status(
                        primary(false, Optional.of("It is in recovery.")),
                        replica(Optional.of("It lags.")),
                        store(Optional.of("It does not answer."))),
                ReadinessPolicy.READS,
                HealthDetails.HIDDEN);
        assertEquals(HealthCheckResponse.Status.DOWN, response.getStatus());
        assertEquals(Optional.empty(), response.getData());
    }

    @Test
    void isReadyWithNothingToTellWhileAllIsWell() {
        HealthCheckResponse response = judge(primary(true, NONE), replica(NONE), store(NONE));
        assertEquals("tidemark", response.getName());
        assertEquals(HealthCheckResponse.Status.UP, response.getStatus());
        assertEquals(Optional.empty(), response.getData());
    }

    @Test
    void isNotReadyWithoutThePrimaryAndTellsWhy() {
        HealthCheckResponse response =
                judge(primary(false, Optional.of("It is in recovery.")), replica(NONE), store(NONE));
        assertEquals(HealthCheckResponse.Status.DOWN, response.getStatus());
        assertEquals(Optional.of(Map.of("primary", "It is in recovery.")), response.getData());
    }

    @Test
    void isReadyWithoutReplicaAndStoreAndTellsWhy() {
        HealthCheckResponse response =
                judge(primary(true, NONE), replica(Optional.of("It lags.")), store(Optional.of("It does not answer.")));
        assertEquals(HealthCheckResponse.Status.UP, response.getStatus());
        assertEquals(Optional.of(Map.of("replica", "It lags.", "store", "It does not answer.")), response.getData());
    }

    @Test
    void isReadyWithANoteWhereNothingIsPolled() {
        HealthCheckResponse response =
                judge(primary(true, Optional.of("It is not watched.")), List.of(), Optional.empty());
        assertEquals(HealthCheckResponse.Status.UP, response.getStatus());
        assertEquals(Optional.of(Map.of("primary", "It is not watched.")), response.getData());
    }
}
