package io.tidemark.marks;

/** Runs the contract of {@code MarkStore} on the fake, which makes tests with the fake meaningful. */
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
