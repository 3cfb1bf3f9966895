package io.tidemark.jdbc;

import java.util.Arrays;

/**
 * The result of a write, and the state of the primary that it shows.
 *
 * <p>A count of changed rows shows no state, unless it is zero: then the row, with the version that was read, does not exist.
 * Optimistic locking detects a lost update in this way. Errs towards showing state.
 */
final class UpdateResult {

    private UpdateResult() {}

    /** True if the result may show more of the server's state than that rows were written. */
    static boolean showsState(Object answer) {
        if (answer instanceof Integer count) {
            return count == 0;
        }
        if (answer instanceof Long count) {
            return count == 0;
        }
        if (answer instanceof int[] counts) {
            return Arrays.stream(counts).anyMatch(count -> count == 0);
        }
        if (answer instanceof long[] counts) {
            return Arrays.stream(counts).anyMatch(count -> count == 0);
        }
        return true;
    }
}
