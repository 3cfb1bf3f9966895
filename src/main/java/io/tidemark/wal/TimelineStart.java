package io.tidemark.wal;

import java.util.Optional;

/**
 * The lowest position that was seen on the timeline that the primary is on: all of an older timeline that survived is
 * below. Noted by one thread, asked for by any.
 */
final class TimelineStart {

    private static final System.Logger LOG = System.getLogger(TimelineStart.class.getName());

    private volatile Optional<PositionReading> lowest = Optional.empty();

    /** Where it was seen; empty before the first answer. */
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
