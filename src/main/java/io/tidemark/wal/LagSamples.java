package io.tidemark.wal;

import java.time.Duration;
import java.util.Optional;

/**
 * A replica's lag in time, and a position's age, without comparing clocks: samples of the primary's position, each with our
 * own monotonic time <em>before</em> it was asked for. The lag of a replica is the age of the newest sample that it has
 * replayed.
 *
 * <p>The age of a position is the time since the first answer that was past it. It errs towards a smaller age.
 *
 * <p>Errs towards a larger lag: by the sampling interval, and for old samples, which are thinned out, by the gap left.
 * Bounded memory. Thread-safe.
 */
final class LagSamples {

    private static final int CAPACITY = 4096;

    private final long[] times = new long[CAPACITY];
    private final long[] firstAnswers = new long[CAPACITY];
    private final Position[] positions = new Position[CAPACITY];
    private int size;

    /** Adds what the primary answered, at the second time, to an enquiry that was sent at the first. */
    synchronized void add(long asked, long answered, Position position) {
        if (size > 0 && position.compareTo(positions[size - 1]) < 0) {
            // The primary lost what the older samples stand for: a crash or another primary.
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

    /** Drops every other sample of the older half, but never the oldest. */
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

    /** The lag of a replica that has replayed up to there; empty if it has not even replayed the oldest sample. */
    synchronized Optional<Duration> lag(Position replayed, long now) {
        for (int i = size - 1; i >= 0; i--) {
            if (passed(replayed, positions[i])) {
                return Optional.of(Duration.ofNanos(now - times[i]));
            }
        }
        return Optional.empty();
    }

    /** How long the primary has been known to be past a position; empty if it is not, or is on another timeline. */
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

    /** A timeline branches off where the older one's samples that count have been replayed. */
    private static boolean passed(Position replayed, Position sample) {
        return replayed.timeline() >= sample.timeline() && replayed.lsn().compareTo(sample.lsn()) >= 0;
    }
}
