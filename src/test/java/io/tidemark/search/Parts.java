package io.tidemark.search;

import io.tidemark.marks.MarkStore;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The replaceable parts of each node. A test replaces one of them by a part that lacks a remedy.
 *
 * @param store wraps the store of marks
 * @param readings changes what the servers answer to a query for their position
 * @param maxLag the replica lag from which on a replica serves no reads
 */
record Parts(UnaryOperator<MarkStore> store, UnaryOperator<PositionReading> readings, Duration maxLag) {

    /** The time for which a pending entry counts as live. */
    static final Duration DEADLINE = Duration.ofMinutes(10);

    /** The time after which a mark expires. */
    static final Duration HORIZON = DEADLINE.multipliedBy(2);

    /** The parts with all remedies. */
    static Parts all() {
        return new Parts(UnaryOperator.identity(), UnaryOperator.identity(), HORIZON.dividedBy(2));
    }

    /** Parts whose store never shows a pending write. */
    static Parts withoutPending() {
        return new Parts(StoresWithoutRemedy::withoutPending, all().readings(), all().maxLag());
    }

    /** Parts whose store never raises its floor. */
    static Parts withoutFloor() {
        return new Parts(StoresWithoutRemedy::withoutFloor, all().readings(), all().maxLag());
    }

    /** Parts that accept any replica lag. */
    static Parts withoutHorizonRule() {
        return new Parts(all().store(), all().readings(), Duration.ofDays(365));
    }

    /** Parts whose positions all seem to be on one timeline. */
    static Parts withoutTimeline() {
        return new Parts(all().store(), Parts::onFirstTimeline, all().maxLag());
    }

    private static PositionReading onFirstTimeline(PositionReading reading) {
        Lsn lsn = reading.position().lsn();
        return new PositionReading(
                reading.server(), new Position(1, lsn), Optional.of(new PositionReading.Flushed(lsn, Duration.ZERO)));
    }
}
