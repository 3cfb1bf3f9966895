package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.wal.ReplicaName;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests {@link RendezvousOrder}: distribution, and the movement of callers when a replica leaves. */
class RendezvousOrderTest {

    private static final ReplicaName A = ReplicaName.of("jdbc/replica-a");
    private static final ReplicaName B = ReplicaName.of("jdbc/replica-b");
    private static final ReplicaName C = ReplicaName.of("jdbc/replica-c");
    private static final int CALLERS = 30_000;

    private static List<String> callers() {
        return IntStream.range(0, CALLERS).mapToObj(i -> "caller-" + i).toList();
    }

    /** The number of callers for which the replica is at that place. */
    private static int at(int place, RendezvousOrder order, ReplicaName replica) {
        return Math.toIntExact(callers().stream()
                .filter(caller -> order.of(caller).get(place).equals(replica))
                .count());
    }

    @Test
    void callersSpreadEvenlyOverEachPlace() {
        RendezvousOrder order = RendezvousOrder.ofEqual(List.of(A, B, C));
        for (ReplicaName replica : List.of(A, B, C)) {
            // Five standard deviations of a binomial distribution are 408.
            assertEquals(CALLERS / 3.0, at(0, order, replica), 408);
            assertEquals(CALLERS / 3.0, at(1, order, replica), 408);
        }
    }

    @Test
    void callersSpreadInProportionToTheWeights() {
        RendezvousOrder order = new RendezvousOrder(Map.of(A, 1.0, B, 2.0, C, 3.0));
        assertEquals(CALLERS / 6.0, at(0, order, A), 433);
        assertEquals(CALLERS / 3.0, at(0, order, B), 433);
        assertEquals(CALLERS / 2.0, at(0, order, C), 433);
    }

    @Test
    void theOrderOfTheOthersStaysWhenAReplicaLeaves() {
        RendezvousOrder all = RendezvousOrder.ofEqual(List.of(A, B, C));
        RendezvousOrder remaining = RendezvousOrder.ofEqual(List.of(C, A));
        for (String caller : callers()) {
            List<ReplicaName> expected =
                    all.of(caller).stream().filter(name -> !name.equals(B)).toList();
            assertEquals(expected, remaining.of(caller));
        }
    }

    @Test
    void aSingleReplicaCostsNoAllocation() {
        RendezvousOrder order = RendezvousOrder.ofEqual(List.of(A));
        assertSame(order.of("alice"), order.of("bob"));
        assertEquals(List.of(), RendezvousOrder.ofEqual(List.of()).of("alice"));
    }

    @Test
    void aWeightThatIsNotPositiveIsRefused() {
        for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new RendezvousOrder(Map.of(A, weight)));
        }
    }
}
