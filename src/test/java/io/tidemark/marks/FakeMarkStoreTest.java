package io.tidemark.marks;

/** The fake keeps to the contract, so that what is tested with it means something. */
class FakeMarkStoreTest implements MarkStoreContract {

    private final FakeMarkStore store = new FakeMarkStore();

    @Override
    public MarkStore emptyStore() {
        return store;
    }

    @Override
    public void empty() {
        store.isEmptied();
    }

    @Override
    public void save() {
        store.isSaved();
    }

    @Override
    public void restore() {
        store.isRestored();
    }
}
