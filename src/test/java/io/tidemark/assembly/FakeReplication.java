package io.tidemark.assembly;

import io.tidemark.marks.StoreSettings;
import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.time.Ticker;
import io.tidemark.wal.CollationRule;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.writes.PendingSettings;
import java.time.Duration;
import java.util.List;

/** The assembly over fakes: polls on demand only, announces each write on the thread that writes. */
public final class FakeReplication {

    private static final Duration HORIZON = Duration.ofHours(1);

    /** The settings of pending writes. */
    public static final PendingSettings PENDING = new PendingSettings(
            PendingSettings.AnnouncementPolicy.FIRST_WRITE,
            PendingSettings.OnUnavailable.PROCEED,
            Duration.ofMinutes(1),
            Duration.ofSeconds(10));

    private FakeReplication() {}

    /** The only replica of an assembly. */
    public static List<ReplicaSource> one(PositionSource server) {
        return List.of(ReplicaSource.of(ReplicaName.of("the replica"), server));
    }

    /**
     * An assembly with the defaults of the settings.
     *
     * @param timeout the time within which a server must answer
     */
    public static ReplicationAssembly over(ReplicationPorts ports, Duration timeout, Ticker ticker) {
        return over(ports, Duration.ofHours(1), timeout, StoreSettings.of(OnUnsafe.WARN, HORIZON), ticker);
    }

    /** The same with another interval between polls, and other settings of the store. */
    public static ReplicationAssembly over(
            ReplicationPorts ports, Duration pollInterval, Duration timeout, StoreSettings store, Ticker ticker) {
        return new ReplicationAssembly(
                ports,
                ServerNames.PLAIN,
                new ReplicationSettings(
                        pollInterval,
                        pollInterval,
                        timeout,
                        HORIZON.dividedBy(2),
                        CollationRule.REQUIRE_SAME,
                        store,
                        PENDING),
                Runnable::run,
                ticker);
    }
}
