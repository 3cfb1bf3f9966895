package io.tidemark.assembly;

import io.tidemark.marks.StoreSettings;
import io.tidemark.wal.CollationRule;
import io.tidemark.writes.PendingSettings;
import java.time.Duration;

/**
 * The settings of {@link ReplicationAssembly}.
 *
 * @param pollInterval the time between two polls of a server, and between two rounds of each other loop
 * @param serverTimeout the time within which a server must answer
 * @param maxLag the replica lag from which on a replica serves no reads; half the horizon of the marks, because a mark must
 *     outlive the lag
 * @param collations the rule for versions of collations on the replica
 */
public record ReplicationSettings(
        Duration pollInterval,
        Duration serverTimeout,
        Duration maxLag,
        CollationRule collations,
        StoreSettings store,
        PendingSettings pending) {}
