package io.tidemark.writes;

import java.time.Duration;

/**
 * What may be set about pending writes.
 *
 * @param policy when a write is announced to the store
 * @param unavailable what becomes of a write that cannot be announced
 * @param deadline how long an announced write is taken for alive without being renewed
 * @param answerTimeout how long a commit waits for the announcement to be answered; longer than the store's own time-outs
 */
public record PendingSettings(
        AnnouncementPolicy policy, OnUnavailable unavailable, Duration deadline, Duration answerTimeout) {

    /** When a write is announced to the store. */
    public enum AnnouncementPolicy {
        /** At the transaction's first write, beside its work, and at the latest before its commit. */
        FIRST_WRITE,
        /**
         * Just before the commit, which waits for it. For callers that share one principal and write all the time: their
         * reads are kept on the primary for the length of a commit only, not of a transaction.
         */
        COMMIT,
        /**
         * Not at all. The write of a node that dies between its commit and the raise of the mark is lost to its caller's
         * reads, until the replica has it.
         */
        OFF
    }

    /** What becomes of a write that cannot be announced because the store does not answer. */
    public enum OnUnavailable {
        /** It goes on; only if its node dies before the store is back is it lost to its caller's reads elsewhere. */
        PROCEED,
        /** It is refused before it is sent, or before its commit. */
        REFUSE
    }
}
