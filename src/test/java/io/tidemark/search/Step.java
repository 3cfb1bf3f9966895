package io.tidemark.search;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A step of the scheduler. The code that it runs is not interrupted.
 *
 * @param kind the kind, for the choice of steps
 * @param possible whether it can occur now
 * @param run executes it, and returns a sentence that describes it
 */
record Step(Kind kind, Predicate<World> possible, Function<World, String> run) {

    /** The kinds of steps. */
    enum Kind {
        /** A caller's write begins: the pending entry is stored, and the statement runs. */
        BEGIN,
        /** The primary commits a write. */
        COMMIT,
        /** The node reads the primary's position after a commit, stores it as mark, and answers the caller. */
        MARK,
        /** The same, but the position cannot be read. */
        MARK_WITHOUT_POSITION,
        /** The same, but the store cannot be reached. */
        MARK_WITHOUT_STORE,
        /** The connection is lost during the commit, so that its outcome is unknown. */
        LOST_ACKNOWLEDGEMENT,
        /** A write is rolled back. */
        ROLLBACK,
        /** A replica replays one commit, or follows a promotion; the nodes poll it. */
        REPLAY,
        /** A caller reads on a node. */
        READ,
        /** The time of a pending entry's deadline passes: half the horizon. */
        TIME,
        /** The background loops of a node run once. */
        WORK,
        /** A node crashes and starts again. */
        CRASH,
        /** The store loses all its content. */
        STORE_LOSS,
        /** A replica is promoted. The commits that it has not received are lost. */
        PROMOTION
    }

    /** Whether it is a fault or a passage of time, whose number on a path is limited. */
    boolean isFault() {
        return switch (kind) {
            case BEGIN, COMMIT, MARK, REPLAY, READ, WORK -> false;
            case MARK_WITHOUT_POSITION,
                    MARK_WITHOUT_STORE,
                    LOST_ACKNOWLEDGEMENT,
                    ROLLBACK,
                    TIME,
                    CRASH,
                    STORE_LOSS,
                    PROMOTION -> true;
        };
    }

    boolean isPossible(World world) {
        return possible.test(world);
    }
}
