package io.tidemark.marks;

/** The fake fulfils the contract, so that tests with it are valid. */
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
