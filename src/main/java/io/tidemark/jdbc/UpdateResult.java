package io.tidemark.jdbc;

import java.util.Arrays;

/**
 * What a write was answered with.
 *
 * <p>A count of changed rows says nothing of the server's state, unless it is zero: the row that somebody read, with the
 * version that he read, is not there. That is how a lost update is noticed, by a persistence provider or by hand.
 */
final class UpdateResult {

    private UpdateResult() {}

    /** Whether it may say more than that something was written; when in doubt, it does. */
    static boolean tells(Object answer) {
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
