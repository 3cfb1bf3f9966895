package io.tidemark.cdi;

import io.tidemark.marks.ForwardingStore;
import io.tidemark.marks.MarkStore;
import io.tidemark.marks.StoreUnavailable;

/** A store under the name that the settings have for it, so that its failures tell what to correct. */
final class NamedStore extends ForwardingStore {

    private final String name;

    /**
     * @param name a key with its value, without credentials
     */
    NamedStore(String name, MarkStore store) {
        super(store);
        this.name = name;
    }

    @Override
    protected <T> T forward(Call<T> call) throws StoreUnavailable {
        try {
            return call.make();
        } catch (StoreUnavailable unavailable) {
            throw new StoreUnavailable(name + ": " + unavailable.getMessage(), unavailable);
        }
    }
}
