package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests {@link RendezvousOrder}: distribution, and the movement of callers when a replica leaves. */
class RendezvousOrderTest {

    private static final String A = "jdbc/replica-a";
    private static final String B = "jdbc/replica-b";
    private static final String C = "jdbc/replica-c";
    private static final int CALLERS = 30_000;

    private static List<String> callers() {
        return IntStream.range(0, CALLERS).mapToObj(i -> "caller-" + i).toList();
    }

    /** The replicas, the preferred one first. */
    private static List<String> order(Map<String, Double> weights, String caller) {
        return weights.keySet().stream()
                .sorted(Comparator.comparingDouble((String name) -> RendezvousOrder.score(
                                RendezvousOrder.hash(name),
                                RendezvousOrder.hash(caller),
                                weights.getOrDefault(name, 0.0)))
                        .reversed())
                .toList();
    }

    /** The number of callers for which the replica is at that place. */
    private static double at(int place, Map<String, Double> weights, String replica) {
        return callers().stream()
                .filter(caller -> order(weights, caller).get(place).equals(replica))
                .count();
    }

    @Test
    void callersSpreadEvenlyOverEachPlace() {
        Map<String, Double> equal = Map.of(A, 1.0, B, 1.0, C, 1.0);
        for (String replica : equal.keySet()) {
            // Five standard deviations of a binomial distribution are 408.
            assertEquals(CALLERS / 3.0, at(0, equal, replica), 408);
            assertEquals(CALLERS / 3.0, at(1, equal, replica), 408);
        }
    }

    @Test
    void callersSpreadInProportionToTheWeights() {
        Map<String, Double> weights = Map.of(A, 1.0, B, 2.0, C, 3.0);
        assertEquals(CALLERS / 6.0, at(0, weights, A), 433);
        assertEquals(CALLERS / 3.0, at(0, weights, B), 433);
        assertEquals(CALLERS / 2.0, at(0, weights, C), 433);
    }

    @Test
    void theOrderOfTheOthersStaysWhenAReplicaLeaves() {
        Map<String, Double> all = new TreeMap<>(Map.of(A, 1.0, B, 1.0, C, 1.0));
        Map<String, Double> remaining = Map.of(C, 1.0, A, 1.0);
        for (String caller : callers()) {
            List<String> expected =
                    order(all, caller).stream().filter(name -> !name.equals(B)).toList();
            assertEquals(expected, order(remaining, caller));
        }
    }
}
