package io.tidemark.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Explores all orders of steps, breadth first, up to a depth. A path is executed from the start, because the state of the
 * real objects cannot be copied. A state that was reached before is not explored again: breadth first, that was not deeper.
 */
final class Search {

    /** No limit of the number of faults. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    private final Parts parts;
    private final List<Step> steps;
    private final Set<Reached> seen = new HashSet<>();
    private final int mostFaults;
    private long executions;

    /**
     * Searches in worlds of these parts.
     *
     * @param mostFaults the number of faults on a path, of all kinds together, or {@link #UNLIMITED}
     */
    Search(Parts parts, List<Step> steps, int mostFaults) {
        this.parts = parts;
        this.steps = steps;
        this.mostFaults = mostFaults;
    }

    /**
     * The result of a search.
     *
     * @param depth the number of steps of the longest paths
     * @param states the number of different states that were found
     * @param paths the number of paths that were executed
     * @param violation the steps of the first path whose last read was stale, and the violation; empty if there is none
     */
    record Result(int depth, int states, long paths, Optional<List<String>> violation) {

        /** Returns the steps of the violation, numbered, one a line. */
        String trace() {
            List<String> lines = violation.orElse(List.of("There is no violation."));
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                text.append(i == lines.size() - 1 ? "=> " : (i + 1) + ". ")
                        .append(lines.get(i))
                        .append('\n');
            }
            return text.toString();
        }

        @Override
        public String toString() {
            return "depth " + depth + ", " + states + " states, " + paths + " paths";
        }
    }

    /** A state, and the number of faults before it if they are limited. */
    private record Reached(Fingerprint state, int faults) {}

    /** Explores all paths of up to that number of steps, or until a violation. */
    Result run(int depth) {
        seen.add(new Reached(new World(parts).fingerprint(), 0));
        List<byte[]> frontier = List.of(new byte[0]);
        for (int length = 1; length <= depth; length++) {
            List<byte[]> next = new ArrayList<>();
            for (byte[] path : frontier) {
                Optional<byte[]> stale = extend(path, next);
                if (stale.isPresent()) {
                    return new Result(length, seen.size(), executions, Optional.of(describe(stale.get())));
                }
            }
            frontier = next;
        }
        return new Result(depth, seen.size(), executions, Optional.empty());
    }

    /** Executes the path with each possible next step. Returns the path that ends in a violation, if there is one. */
    private Optional<byte[]> extend(byte[] path, List<byte[]> next) {
        World world = at(path);
        List<Integer> possible = possible(world, faults(path) < mostFaults);
        for (int step : possible) {
            World then = step == possible.get(0) ? world : at(path);
            then.execute(steps.get(step));
            executions++;
            byte[] longer = Arrays.copyOf(path, path.length + 1);
            longer[path.length] = (byte) step;
            if (then.violation().isPresent()) {
                return Optional.of(longer);
            }
            if (seen.add(new Reached(then.fingerprint(), mostFaults == UNLIMITED ? 0 : faults(longer)))) {
                next.add(longer);
            }
        }
        return Optional.empty();
    }

    private List<Integer> possible(World world, boolean faults) {
        List<Integer> possible = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            if ((faults || !steps.get(step).isFault()) && steps.get(step).isPossible(world)) {
                possible.add(step);
            }
        }
        return possible;
    }

    private int faults(byte[] path) {
        int faults = 0;
        for (byte step : path) {
            faults += steps.get(step).isFault() ? 1 : 0;
        }
        return faults;
    }

    private World at(byte[] path) {
        World world = new World(parts);
        for (byte step : path) {
            world.execute(steps.get(step));
        }
        return world;
    }

    private List<String> describe(byte[] path) {
        World world = new World(parts);
        List<String> lines = new ArrayList<>();
        for (byte step : path) {
            lines.add(world.execute(steps.get(step)));
        }
        lines.add(world.violation().orElseThrow());
        return lines;
    }
}
