package io.tidemark.wal;

import java.time.Duration;
import java.util.Optional;

/**
 * Samples of the primary's position, from which a replica's lag and a position's age follow without comparing clocks.
 * Bounded memory. Thread-safe.
 *
 * <p>Each sample has the ticker's time <em>before</em> its query was sent. The lag of a replica is the age of the
 * newest sample that it has replayed. It errs towards a larger lag: by the sampling interval, and for old samples,
 * which are thinned out, by the gap between them.
 *
 * <p>The age of a position is the time since the first answer past it. It errs towards a smaller age.
 */
final class LagSamples {

    private static final int CAPACITY = 4096;

    private final long[] times = new long[CAPACITY];
    private final long[] firstAnswers = new long[CAPACITY];
    private final Position[] positions = new Position[CAPACITY];
    private int size;

    /** Adds the answer to a query that was sent at the first time and answered at the second. */
    synchronized void add(long asked, long answered, Position position) {
        if (size > 0 && position.compareTo(positions[size - 1]) < 0) {
            // The primary lost the older samples, by a crash or because it is another server.
            size = 0;
        }
        if (size > 0 && position.equals(positions[size - 1])) {
            times[size - 1] = asked;
            return;
        }
        if (size == CAPACITY) {
            thinOut();
        }
        times[size] = asked;
        firstAnswers[size] = answered;
        positions[size] = position;
        size++;
    }

    /** Removes every other sample of the older half, except the oldest. */
    private void thinOut() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i >= CAPACITY / 2 || i % 2 == 0) {
                times[kept] = times[i];
                firstAnswers[kept] = firstAnswers[i];
                positions[kept] = positions[i];
                kept++;
            }
        }
        size = kept;
    }

    /** Returns the lag of a replica at this position; empty if it has not replayed the oldest sample. */
    synchronized Optional<Duration> lag(Position replayed, long now) {
        for (int i = size - 1; i >= 0; i--) {
            if (passed(replayed, positions[i])) {
                return Optional.of(Duration.ofNanos(now - times[i]));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the time for which the primary is known to be past a position; empty if it is not past it, or is on
     * another timeline.
     */
    synchronized Optional<Duration> age(Position required, long now) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (positions[middle].compareTo(required) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from < size && positions[from].covers(required)
                ? Optional.of(Duration.ofNanos(now - firstAnswers[from]))
                : Optional.empty();
    }

    /**
     * Whether a sample was replayed. A newer timeline branches off after the samples of the older timeline that count.
     */
    private static boolean passed(Position replayed, Position sample) {
        return replayed.timeline() >= sample.timeline() && replayed.lsn().compareTo(sample.lsn()) >= 0;
    }
}
