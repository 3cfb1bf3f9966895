package io.tidemark.wal;

import java.util.Optional;

/**
 * The lowest position that was observed on the primary's current timeline. Everything that survived of an older
 * timeline lies below it. One thread notes positions; any thread reads.
 */
final class TimelineStart {

    private static final System.Logger LOG = System.getLogger(TimelineStart.class.getName());

    private volatile Optional<PositionReading> lowest = Optional.empty();

    /** Returns the position; empty before the first answer. */
    Optional<Position> position() {
        return lowest.map(PositionReading::position);
    }

    void note(PositionReading reading) {
        Optional<PositionReading> known = lowest;
        Optional<PositionReading> same =
                known.filter(before -> before.timeline().equals(reading.timeline()));
        if (known.isPresent() && same.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The primary is on timeline {0} now, no longer on {1}.",
                    reading.timeline(),
                    known.get().timeline());
        }
        if (same.isEmpty() || reading.position().compareTo(same.get().position()) < 0) {
            lowest = Optional.of(reading);
        }
    }
}
