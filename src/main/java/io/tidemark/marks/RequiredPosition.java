package io.tidemark.marks;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.util.Optional;

/**
 * What a caller's reads must include: its mark, and the floor, which is raised first if it is missing.
 *
 * <p>Pending writes whose deadline is over are settled here, by whoever finds them: their node has died, perhaps right
 * after their commit, so a position that is read now is required, and takes their place in the store. The same holds for
 * what cannot be read. Thread-safe.
 */
public final class RequiredPosition {

    private static final System.Logger LOG = System.getLogger(RequiredPosition.class.getName());

    private final MarkStore store;
    private final PrimaryWatch primary;

    /** What that store and that primary say. */
    public RequiredPosition(MarkStore store, PrimaryWatch primary) {
        this.store = store;
        this.primary = primary;
    }

    /** The position; empty if a write of the caller is pending, so that none is known. */
    public Optional<Position> of(String who) throws StoreUnavailable, ServerFault {
        ClusterId cluster = primary.cluster()
                .orElseThrow(() -> new ServerFault(ServerFault.Kind.UNREACHABLE, "The primary has not answered yet."));
        CallerMarks marks = store.fetch(cluster, who);
        LOG.log(System.Logger.Level.DEBUG, () -> inWords(who, marks));
        if (marks.pending()) {
            return Optional.empty();
        }
        // A floor of a timeline that the primary has left is raised once for all, as one that is missing is.
        Optional<Position> current = marks.floor().filter(floor -> !primary.hasLeft(floor));
        Position floor =
                current.isPresent() ? current.get() : new FloorRaiser(store, primary).raise(cluster, store.bucket(who));
        Position required = marks.mark().map(floor::max).orElse(floor);
        return Optional.of(marks.incomplete() ? required.max(settle(who, marks)) : required);
    }

    private Position settle(String who, CallerMarks marks) throws StoreUnavailable, ServerFault {
        if (marks.damaged()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The store of marks held something for a caller that cannot be read. The primary's position now"
                            + " replaces it. Expected: only Tidemark writes the keys of its namespace.");
        }
        PositionReading now = primary.positionAfterNow();
        store.raise(now.cluster(), who, now.position(), marks.expired());
        return now.position();
    }

    private static String inWords(String who, CallerMarks marks) {
        return who + ": mark before " + text(marks.mark()) + ", floor " + text(marks.floor())
                + (marks.pending() ? ", a write is pending" : "");
    }

    private static String text(Optional<Position> position) {
        return position.map(Position::toString).orElse("none");
    }
}
