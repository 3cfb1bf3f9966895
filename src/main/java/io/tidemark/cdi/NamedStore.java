package io.tidemark.cdi;

import io.tidemark.routing.MarkStore;
import io.tidemark.routing.Marks;
import io.tidemark.routing.StoreUnavailable;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.util.Set;

/**
 * A store under the name that the settings have for it, so that its failures tell what to correct.
 *
 * @param name a key with its value, without credentials
 */
record NamedStore(String name, MarkStore store) implements MarkStore {

    private interface Call<T> {
        T make() throws StoreUnavailable;
    }

    /** One that answers nothing. */
    private interface Command {
        void make() throws StoreUnavailable;
    }

    @Override
    public int buckets() {
        return store.buckets();
    }

    @Override
    public int bucket(String caller) {
        return store.bucket(caller);
    }

    @Override
    public Marks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        return named(() -> store.fetch(cluster, caller));
    }

    @Override
    public void pend(ClusterId cluster, String caller, String write, Duration deadline) throws StoreUnavailable {
        command(() -> store.pend(cluster, caller, write, deadline));
    }

    @Override
    public void raise(ClusterId cluster, String caller, Position position, Set<String> writes) throws StoreUnavailable {
        command(() -> store.raise(cluster, caller, position, writes));
    }

    @Override
    public void drop(ClusterId cluster, String caller, String write) throws StoreUnavailable {
        command(() -> store.drop(cluster, caller, write));
    }

    @Override
    public Condition check(ClusterId cluster, int bucket) throws StoreUnavailable {
        return named(() -> store.check(cluster, bucket));
    }

    @Override
    public String epoch(ClusterId cluster, int bucket) throws StoreUnavailable {
        return named(() -> store.epoch(cluster, bucket));
    }

    @Override
    public Position raiseFloor(ClusterId cluster, int bucket, String epoch, Position position) throws StoreUnavailable {
        return named(() -> store.raiseFloor(cluster, bucket, epoch, position));
    }

    private void command(Command command) throws StoreUnavailable {
        named(() -> {
            command.make();
            return command;
        });
    }

    private <T> T named(Call<T> call) throws StoreUnavailable {
        try {
            return call.make();
        } catch (StoreUnavailable unavailable) {
            throw new StoreUnavailable(
                    name + ": " + Secrets.scrubbed(String.valueOf(unavailable.getMessage())), unavailable);
        }
    }
}
