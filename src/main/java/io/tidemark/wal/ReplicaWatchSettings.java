package io.tidemark.wal;

import java.time.Duration;

/**
 * The settings of the watches of replicas.
 *
 * @param interval the interval at which a replica is polled
 * @param maxLag the lag from which on it is ineligible
 * @param collations the requirement on its collations
 */
public record ReplicaWatchSettings(Duration interval, Duration maxLag, CollationRule collations) {}
