package io.tidemark.cdi;

import io.tidemark.routing.MarkStore;
import io.tidemark.routing.Marks;
import io.tidemark.routing.StoreUnavailable;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;

/**
 * A store under the name that the settings have for it, so that its failures tell what to correct.
 *
 * @param name a key with its value, without credentials
 */
record NamedStore(String name, MarkStore store) implements MarkStore {

    private interface Call<T> {
        T make() throws StoreUnavailable;
    }

    @Override
    public Marks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        return named(() -> store.fetch(cluster, caller));
    }

    @Override
    public void raise(ClusterId cluster, String caller, Position position) throws StoreUnavailable {
        named(() -> {
            store.raise(cluster, caller, position);
            return position;
        });
    }

    @Override
    public String epoch(ClusterId cluster) throws StoreUnavailable {
        return named(() -> store.epoch(cluster));
    }

    @Override
    public Position raiseFloor(ClusterId cluster, String epoch, Position position) throws StoreUnavailable {
        return named(() -> store.raiseFloor(cluster, epoch, position));
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
