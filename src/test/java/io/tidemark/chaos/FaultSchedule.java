package io.tidemark.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The plan of all faults of a run. The same seed, duration and faults give the same plan. */
final class FaultSchedule {

    /** The most faults at the same time. */
    static final int AT_ONCE = 2;

    /** The shortest run that ends with a fault that changes the servers for good. */
    static final Duration SHORTEST_WITH_LAST = Duration.ofSeconds(30);

    private static final int A_PRIME = 1_009;
    private static final int SHORTEST_GAP_MILLIS = 200;
    private static final int LONGEST_GAP_MILLIS = 1_200;

    /**
     * One planned fault. The times begin with the run.
     *
     * @param end the time at which it is ended
     */
    record Planned(Fault fault, String target, Duration start, Duration end) {

        /** {@return the time until which the server recovers} */
        Duration recovered() {
            return end.plus(fault.recovery());
        }

        private boolean isActive(Duration at) {
            return recovered().compareTo(at) > 0;
        }
    }

    private final Random random;
    private Duration duration;
    private final Set<Fault> faults;
    private final List<Planned> plan = new ArrayList<>();
    /** The faults of this round. Each one strikes once in a round, if it fits. */
    private final List<Fault> round = new ArrayList<>();

    private FaultSchedule(long seed, Duration duration, Set<Fault> faults) {
        this.random = new Random(seed);
        this.duration = duration;
        this.faults = faults;
    }

    /** {@return the planned faults in the order of their starts; all servers have recovered at the end of the duration} */
    static List<Planned> of(long seed, Duration duration, Set<Fault> faults) {
        return new FaultSchedule(seed, duration, faults).plan();
    }

    private List<Planned> plan() {
        Optional<Planned> last = last();
        last.ifPresent(planned -> duration = planned.start());
        Duration now = gap();
        while (now.compareTo(duration) < 0) {
            next(now);
            now = now.plus(gap());
        }
        last.ifPresent(plan::add);
        return List.copyOf(plan);
    }

    /** {@return a fault for the end of the run, if one is among the chosen and there is time for it} */
    private Optional<Planned> last() {
        List<Fault> possible = faults.stream().filter(Fault::isLast).sorted().toList();
        if (possible.isEmpty() || duration.compareTo(SHORTEST_WITH_LAST) < 0) {
            return Optional.empty();
        }
        // The first bits of Random are the same for all small seeds.
        Fault chosen = possible.get(random.nextInt(A_PRIME) % possible.size());
        return Optional.of(candidate(chosen, duration.minus(chosen.longest()).minus(chosen.recovery())));
    }

    private Duration gap() {
        return Duration.ofMillis(SHORTEST_GAP_MILLIS + random.nextInt(LONGEST_GAP_MILLIS - SHORTEST_GAP_MILLIS));
    }

    private void next(Duration now) {
        if (round.isEmpty()) {
            // In the order of the constants before they are shuffled, whatever the order of the set.
            faults.stream().filter(fault -> !fault.isLast()).sorted().forEach(round::add);
            Collections.shuffle(round, random);
        }
        List<Planned> active = plan.stream().filter(one -> one.isActive(now)).toList();
        if (active.size() >= AT_ONCE) {
            return;
        }
        for (Fault fault : List.copyOf(round)) {
            Planned candidate = candidate(fault, now);
            if (active.stream().allMatch(other -> fault.isCompatible(candidate.target(), other.fault(), other.target()))
                    && candidate.recovered().compareTo(duration) <= 0) {
                plan.add(candidate);
                round.remove(fault);
                return;
            }
        }
        if (active.isEmpty()) {
            // None of this round fits into what is left of the time.
            round.clear();
        }
    }

    private Planned candidate(Fault fault, Duration now) {
        String target = fault.targets().get(random.nextInt(fault.targets().size()));
        int more = (int) fault.longest().minus(fault.shortest()).toMillis();
        Duration lasts = fault.shortest().plusMillis(random.nextInt(more + 1));
        return new Planned(fault, target, now, now.plus(lasts));
    }
}
