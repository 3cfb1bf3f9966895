package io.tidemark;

/**
 * The handling of a read that no replica can serve, while the primary's budget for such reads is used up. Has no effect
 * without {@code tidemark.primary.budget.concurrent} or {@code tidemark.primary.budget.share}.
 */
public enum OverBudget {
    /**
     * The read waits within {@link RoutedReads#waitMillis} until the budget admits it, or until a replica covers its
     * position. Then it fails with {@link ReadsUnavailable}. The default.
     */
    REFUSE,

    /**
     * The primary runs the read at once. The read counts as running, so that fewer other reads are admitted. For the
     * few reads that must not fail, such as those before a payment.
     */
    PASS
}
