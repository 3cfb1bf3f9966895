package io.tidemark.writes;

import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.MarkStore;
import io.tidemark.marks.StoreSettings;
import io.tidemark.marks.StoreSettings.Unsafe;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.Ticker;
import java.time.Duration;

/** Makes recorders of writes for tests of other subjects. */
public final class Recording {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private Recording() {}

    /** {@return a store with the default settings} */
    public static GuardedStore store(MarkStore marks, PrimaryWatch primary, Ticker ticker) {
        return new GuardedStore(
                "the store", marks, primary, StoreSettings.of(Unsafe.WARN, Duration.ofHours(1)), ticker);
    }

    /** A recorder that announces each write on the thread that writes. */
    public static WriteRecorder recorder(GuardedStore store, PrimaryWatch primary, Ticker ticker) {
        PendingSettings settings = new PendingSettings(
                PendingSettings.Policy.FIRST_WRITE,
                PendingSettings.Unavailable.PROCEED,
                DEADLINE,
                Duration.ofSeconds(10));
        return new WriteRecorder(
                primary,
                store,
                new PendingEntries(store, primary, settings, Runnable::run, ticker),
                new Settlement(new FakeBackends(), DEADLINE, ticker));
    }
}
