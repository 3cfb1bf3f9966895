package io.tidemark.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The lag of the replicas in time. A replica lags by the age of the newest position of the primary that the replica has replayed.
 * Both times are of one clock.
 */
final class ReplicaLag {

    private static final double NANOS_PER_SECOND = 1e9;

    private final NavigableMap<String, NavigableMap<Integer, Double>> longest = new TreeMap<>();

    ReplicaLag(List<Sample> samples) {
        List<Sample> byTime =
                samples.stream().sorted(Comparator.comparingLong(Sample::at)).toList();
        List<Sample> written = new ArrayList<>();
        Map<String, Integer> replayed = new HashMap<>();
        for (Sample sample : byTime) {
            if (sample.writable()) {
                written.add(sample);
            } else {
                int next = replayed.getOrDefault(sample.server(), 0);
                // A replica that was restarted may have an older position.
                while (next > 0 && written.get(next - 1).position() > sample.position()) {
                    next--;
                }
                while (next < written.size() && written.get(next).position() <= sample.position()) {
                    next++;
                }
                replayed.put(sample.server(), next);
                if (next > 0 || !written.isEmpty()) {
                    learn(sample, next, written);
                }
            }
        }
    }

    private void learn(Sample sample, int next, List<Sample> written) {
        long since = next == written.size() ? sample.at() : written.get(next).at();
        longest.computeIfAbsent(sample.server(), server -> new TreeMap<>())
                .merge((int) (sample.at() / NANOS_PER_SECOND), (sample.at() - since) / NANOS_PER_SECOND, Math::max);
    }

    /** {@return the names of the replicas} */
    List<String> replicas() {
        return List.copyOf(longest.keySet());
    }

    /** {@return the longest lag of a replica in that second of the run, in seconds; empty if it did not answer} */
    OptionalDouble longest(String replica, int second) {
        Double lag = longest.getOrDefault(replica, new TreeMap<>()).get(second);
        return lag == null ? OptionalDouble.empty() : OptionalDouble.of(lag);
    }
}
