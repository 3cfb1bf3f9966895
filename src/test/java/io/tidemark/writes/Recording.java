package io.tidemark.writes;

import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.MarkStore;
import io.tidemark.marks.StoreSettings;
import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.time.Ticker;
import io.tidemark.wal.PrimaryWatch;
import java.time.Duration;

/** Stores and recorders for tests of other subjects. */
public final class Recording {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private Recording() {}

    /** Creates a store with the default settings. */
    public static GuardedStore store(MarkStore marks, PrimaryWatch primary, Ticker ticker) {
        return new GuardedStore(
                "the store", marks, primary, StoreSettings.of(OnUnsafe.WARN, Duration.ofHours(1)), ticker);
    }

    /** Creates a recorder that announces each write on the writing thread. */
    public static WriteRecorder recorder(GuardedStore store, PrimaryWatch primary, Ticker ticker) {
        PendingSettings settings = new PendingSettings(
                PendingSettings.AnnouncementPolicy.FIRST_WRITE,
                PendingSettings.OnUnavailable.PROCEED,
                DEADLINE,
                Duration.ofSeconds(10));
        return new WriteRecorder(
                primary,
                store,
                new PendingEntries(store, primary, settings, Runnable::run, ticker),
                new Settlement(new FakeBackends(), DEADLINE, ticker));
    }
}
