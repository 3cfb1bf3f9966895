package io.tidemark.marks;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.util.Set;

/** A store that forwards each round trip to another store in the same way. As thread-safe as {@link #forward}. */
public abstract class ForwardingStore implements MarkStore {

    private final MarkStore store;

    protected ForwardingStore(MarkStore store) {
        this.store = store;
    }

    /** A round trip to the other store. */
    protected interface Call<T> {
        T make() throws StoreUnavailable;
    }

    /** A round trip without a result. */
    private interface Command {
        void make() throws StoreUnavailable;
    }

    /** Makes the round trip, unless there is a reason not to. */
    protected abstract <T> T forward(Call<T> call) throws StoreUnavailable;

    @Override
    public final int buckets() {
        return store.buckets();
    }

    @Override
    public final int bucket(String caller) {
        return store.bucket(caller);
    }

    @Override
    public CallerMarks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        return forward(() -> store.fetch(cluster, caller));
    }

    @Override
    public final void addPending(ClusterId cluster, String caller, String write, Duration deadline)
            throws StoreUnavailable {
        command(() -> store.addPending(cluster, caller, write, deadline));
    }

    @Override
    public void raise(ClusterId cluster, String caller, Position position, Set<String> writes) throws StoreUnavailable {
        command(() -> store.raise(cluster, caller, position, writes));
    }

    @Override
    public final void dropPending(ClusterId cluster, String caller, String write) throws StoreUnavailable {
        command(() -> store.dropPending(cluster, caller, write));
    }

    @Override
    public final Condition check(ClusterId cluster, int bucket) throws StoreUnavailable {
        return forward(() -> store.check(cluster, bucket));
    }

    @Override
    public final String epoch(ClusterId cluster, int bucket) throws StoreUnavailable {
        return forward(() -> store.epoch(cluster, bucket));
    }

    @Override
    public Position raiseFloor(ClusterId cluster, int bucket, String epoch, Position position) throws StoreUnavailable {
        return forward(() -> store.raiseFloor(cluster, bucket, epoch, position));
    }

    private void command(Command command) throws StoreUnavailable {
        forward(() -> {
            command.make();
            return command;
        });
    }
}
