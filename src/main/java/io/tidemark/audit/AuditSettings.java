package io.tidemark.audit;

import java.time.Duration;

/**
 * The settings of the audit.
 *
 * @param share the share of the reads to audit, from 0 to 1
 * @param timeout the longest time for which an audit waits for the replica, and for its rows
 */
public record AuditSettings(double share, Duration timeout) {

    /** No audit. */
    public static final AuditSettings NONE = new AuditSettings(0, Duration.ofSeconds(1));

    /** Whether any read is audited. */
    public boolean audits() {
        return share > 0;
    }
}
