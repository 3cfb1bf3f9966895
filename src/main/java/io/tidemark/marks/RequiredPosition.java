package io.tidemark.marks;

import io.tidemark.telemetry.Telemetry;
import io.tidemark.telemetry.Telemetry.FloorCause;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.util.Optional;

/**
 * Determines the position that a caller's reads must include: the larger of its mark and the floor, which is raised
 * first if it is missing.
 *
 * <p>A pending entry past its deadline is settled by the node that finds it. Its own node has crashed, possibly right
 * after the commit. Therefore the primary's current position is required, and replaces the entry in the store. An
 * unreadable value is treated the same way. Thread-safe.
 */
public final class RequiredPosition {

    private static final System.Logger LOG = System.getLogger(RequiredPosition.class.getName());

    private final MarkStore store;
    private final PrimaryWatch primary;
    private final FloorRaiser floorRaiser;

    /**
     * Uses this store and this primary.
     *
     * @param telemetry receives the raises of the floor
     */
    public RequiredPosition(MarkStore store, PrimaryWatch primary, Telemetry telemetry) {
        this.store = store;
        this.primary = primary;
        this.floorRaiser = new FloorRaiser(store, primary::positionForRead, telemetry);
    }

    /** Returns the position; empty if a write of the caller is pending, so that the position is unknown. */
    public Optional<Position> of(String who) throws StoreUnavailable, ServerFault {
        ClusterId cluster = primary.clusterOfReads().orElseThrow(RequiredPosition::primaryUnknown);
        CallerMarks marks = store.fetch(cluster, who);
        LOG.log(System.Logger.Level.DEBUG, () -> inWords(who, marks));
        if (marks.pending()) {
            return Optional.empty();
        }
        if (marks.mark().isEmpty() && !primary.boundsLag()) {
            // The lag of the replicas is unknown. A mark may have expired before they have replayed its position.
            throw primaryUnknown();
        }
        // A floor on a timeline that the primary has left is raised once for all callers, like a missing one.
        Optional<Position> current = marks.floor().filter(floor -> !primary.hasLeft(floor));
        Position floor = current.isPresent()
                ? current.get()
                : floorRaiser.raise(
                        cluster, store.bucket(who), marks.floor().isEmpty() ? FloorCause.MISSING : FloorCause.TIMELINE);
        Position required = marks.mark().map(floor::max).orElse(floor);
        return Optional.of(marks.incomplete() ? required.max(settle(who, marks)) : required);
    }

    private static ServerFault primaryUnknown() {
        return new ServerFault(ServerFault.Kind.UNREACHABLE, "The primary has not answered yet, or not for long.");
    }

    private Position settle(String who, CallerMarks marks) throws StoreUnavailable, ServerFault {
        if (marks.damaged()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The store of marks held something for a caller that cannot be read. The primary's position now"
                            + " replaces it. Expected: only Tidemark writes the keys of its namespace.");
        }
        PositionReading now = primary.positionForRead();
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
