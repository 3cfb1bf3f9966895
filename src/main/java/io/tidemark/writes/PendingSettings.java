package io.tidemark.writes;

import java.time.Duration;

/**
 * The settings for pending entries.
 *
 * @param policy the time at which an entry is sent to the store
 * @param unavailable the effect of an unavailable store on a write
 * @param deadline the time for which an entry counts as live unless it is renewed
 * @param answerTimeout the maximum wait of a commit for the store's answer; longer than the store's own timeouts
 */
public record PendingSettings(
        AnnouncementPolicy policy, OnUnavailable unavailable, Duration deadline, Duration answerTimeout) {

    /** The time at which a pending entry is sent to the store. */
    public enum AnnouncementPolicy {
        /** At the first write of the transaction, without blocking it, and at the latest before the commit. */
        FIRST_WRITE,
        /**
         * Just before the commit, which waits for it. For callers that share one principal and write all the time:
         * their reads stay on the primary for the length of a commit only, not of a transaction.
         */
        COMMIT,
        /**
         * Never. If a node crashes between a commit and the raise of the mark, the caller's reads may miss the write
         * until the replica has it.
         */
        OFF
    }

    /** The effect of an unavailable store on a write. */
    public enum OnUnavailable {
        /**
         * The write goes on. The caller's reads on other nodes may miss it only if this node crashes before the store
         * is back.
         */
        PROCEED,
        /** The write is refused before it is sent, or before its commit. */
        REFUSE
    }
}
