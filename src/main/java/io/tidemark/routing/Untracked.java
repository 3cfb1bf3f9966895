package io.tidemark.routing;

import java.util.OptionalInt;

/** A write that nothing must be remembered of: nobody's reads depend on it. */
enum Untracked implements Write {
    INSTANCE;

    @Override
    public void sending(OptionalInt backend) {}

    @Override
    public void committing() {}

    @Override
    public void ended() {}

    @Override
    public void rolledBack() {}

    @Override
    public void inDoubt(Lost what) {}
}
