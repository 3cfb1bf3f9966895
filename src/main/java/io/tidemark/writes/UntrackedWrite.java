package io.tidemark.writes;

import io.tidemark.wal.Backend;
import java.util.Optional;

/** A write that is not remembered, because no caller's reads depend on it. */
enum UntrackedWrite implements Write {
    INSTANCE;

    @Override
    public void joinedBy(Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unnamed) {}

    @Override
    public void beforeStatement(Optional<Backend> backend) {}

    @Override
    public void beforeCommit() {}

    @Override
    public void afterCommit() {}

    @Override
    public void afterRollback() {}

    @Override
    public void outcomeUnknown(Lost what) {}
}
