package io.tidemark.writes;

import io.tidemark.wal.Backend;
import java.util.Optional;

/** A write that nothing must be remembered of: nobody's reads depend on it. */
enum Untracked implements Write {
    INSTANCE;

    @Override
    public void joinedBy(Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unnamed) {}

    @Override
    public void sending(Optional<Backend> backend) {}

    @Override
    public void committing() {}

    @Override
    public void ended() {}

    @Override
    public void rolledBack() {}

    @Override
    public void inDoubt(Lost what) {}
}
