package io.tidemark.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * A read that returned other rows than the primary would have returned at that moment.
 *
 * @param calls the calls of the application's code that led to it, the innermost first
 * @param returned the rows of the replica
 * @param current the rows of the primary
 * @param cause the replica's lag
 */
record StaleRead(
        Replica replica,
        ObservedRead read,
        List<String> calls,
        List<String> returned,
        List<String> current,
        String cause) {

    private static final int MAX_LENGTH = 200;

    /** {@return the description for an error, in several lines} */
    String described() {
        List<String> lines = new ArrayList<>(List.of(
                replica + ": " + read.shown(),
                "    returned " + shown(returned) + ", the primary has " + shown(current),
                "    because " + cause));
        calls.forEach(call -> lines.add("    at " + call));
        return String.join("\n", lines);
    }

    private static String shown(List<String> rows) {
        if (rows.isEmpty()) {
            return "no row";
        }
        String text = String.join(", ", rows);
        String some = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
        return rows.size() == 1 ? some : rows.size() + " rows: " + some;
    }

    /** {@return whether another read is the same statement from the same calls} */
    boolean repeats(StaleRead other) {
        return calls.equals(other.calls) && read.sql().equals(other.read.sql()) && replica == other.replica;
    }
}
