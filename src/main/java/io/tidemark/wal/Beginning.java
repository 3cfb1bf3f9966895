package io.tidemark.wal;

import java.util.Optional;

/**
 * The lowest position that was seen on the timeline that the primary is on: all of an older timeline that survived is
 * below. Noted by one thread, asked for by any.
 */
final class Beginning {

    private static final System.Logger LOG = System.getLogger(Beginning.class.getName());

    private volatile Optional<Reading> lowest = Optional.empty();

    /** Where it was seen; empty before the first answer. */
    Optional<Position> position() {
        return lowest.map(Reading::position);
    }

    void note(Reading reading) {
        Optional<Reading> known = lowest;
        Optional<Reading> same = known.filter(before -> before.timeline().equals(reading.timeline()));
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
