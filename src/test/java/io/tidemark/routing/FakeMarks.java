package io.tidemark.routing;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A store in memory, which can be emptied and taken down. */
public final class FakeMarks implements MarkStore {

    private final Map<String, Position> positions = new HashMap<>();
    private final Map<ClusterId, String> epochs = new HashMap<>();
    private int epochsMade;
    private int calls;
    private boolean down;
    private boolean broken;

    public synchronized void goesDown() {
        down = true;
    }

    /** From now on it throws what no store should. */
    public synchronized void breaks() {
        broken = true;
    }

    public synchronized void comesBack() {
        down = false;
        broken = false;
    }

    public synchronized void isEmptied() {
        positions.clear();
        epochs.clear();
    }

    public synchronized int calls() {
        return calls;
    }

    private void call() throws StoreUnavailable {
        calls++;
        if (broken) {
            throw new IllegalStateException("the fake store is broken");
        }
        if (down) {
            throw new StoreUnavailable("the fake store is down");
        }
    }

    @Override
    public synchronized Marks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        call();
        return new Marks(get(cluster + " floor"), get(cluster + " mark " + caller));
    }

    private Optional<Position> get(String key) {
        return Optional.ofNullable(positions.get(key));
    }

    @Override
    public synchronized void raise(ClusterId cluster, String caller, Position position) throws StoreUnavailable {
        call();
        positions.merge(cluster + " mark " + caller, position, Position::max);
    }

    @Override
    public synchronized String epoch(ClusterId cluster) throws StoreUnavailable {
        call();
        return epochs.computeIfAbsent(cluster, made -> "epoch " + ++epochsMade);
    }

    @Override
    public synchronized Position raiseFloor(ClusterId cluster, String epoch, Position position)
            throws StoreUnavailable {
        call();
        if (!epoch.equals(epochs.get(cluster))) {
            throw new StoreUnavailable("emptied in between");
        }
        return positions.merge(cluster + " floor", position, Position::max);
    }
}
