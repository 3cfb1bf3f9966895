package io.tidemark.assembly;

import io.tidemark.marks.StoreSettings;
import io.tidemark.wal.CollationRule;
import io.tidemark.writes.PendingSettings;
import java.time.Duration;

/**
 * The settings of {@link ReplicationAssembly}.
 *
 * @param pollInterval the time between two polls of a server, and between two rounds of each other loop
 * @param idlePollInterval the time between two polls of a server while no reads are routed
 * @param serverTimeout the time within which a server must answer
 * @param maxLag the replica lag from which on a replica serves no reads; half the horizon of the marks, because a mark must
 *     outlive the lag
 * @param collations the rule for versions of collations on the replica
 */
public record ReplicationSettings(
        Duration pollInterval,
        Duration idlePollInterval,
        Duration serverTimeout,
        Duration maxLag,
        CollationRule collations,
        StoreSettings store,
        PendingSettings pending) {

    /** The lag is the age of a sample, so that samples must be much more frequent than the permitted lag. */
    private static final int SAMPLES_WITHIN_LAG = 4;

    /** Returns the time between two polls while no reads are routed, so that no replica seems to lag because of it. */
    Duration idlePause() {
        Duration longest = maxLag.dividedBy(SAMPLES_WITHIN_LAG);
        return idlePollInterval.compareTo(longest) < 0 ? idlePollInterval : longest;
    }
}
