package io.tidemark.load;

import java.util.Arrays;
import java.util.Locale;

/**
 * The results of a phase, as the generator saw them.
 *
 * @param requests the number of requests
 * @param failed the requests that were not answered with 200
 * @param reads the reads of a thing by its user
 * @param stale those that did not have the user's last acknowledged write
 * @param onPrimary those that name the primary as their server, of applications that name it
 * @param p50 the median time of an answer, in microseconds
 * @param p99 the 99th percentile
 * @param reasons the numbers of reads by Tidemark's reason for their route, without blanks
 */
record Tally(long requests, long failed, long reads, long stale, long onPrimary, int p50, int p99, String reasons) {

    static Tally of(int[] micros, long failed, long reads, long stale, long onPrimary, String reasons) {
        Arrays.sort(micros);
        return new Tally(
                micros.length,
                failed,
                reads,
                stale,
                onPrimary,
                percentile(micros, 0.5),
                percentile(micros, 0.99),
                reasons);
    }

    private static int percentile(int[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))];
    }

    /** {@return the line for {@link #ofLine}} */
    String toLine() {
        return String.format(
                Locale.ROOT, "%d %d %d %d %d %d %d %s", requests, failed, reads, stale, onPrimary, p50, p99, reasons);
    }

    static Tally ofLine(String line) {
        String[] words = line.split(" ", -1);
        long[] numbers = Arrays.stream(words, 0, words.length - 1)
                .mapToLong(Long::parseLong)
                .toArray();
        return new Tally(
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                (int) numbers[5],
                (int) numbers[6],
                words[words.length - 1]);
    }
}
