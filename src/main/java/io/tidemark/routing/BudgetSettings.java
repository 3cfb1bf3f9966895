package io.tidemark.routing;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The limits of this node's reads that run on the primary because no replica can serve them.
 *
 * @param concurrent the most such reads at once; positive; empty for no limit
 * @param share the most such reads as a share of the routed reads of the last ten seconds; greater than 0, at most 1;
 *     empty for no limit
 */
public record BudgetSettings(OptionalInt concurrent, OptionalDouble share) {

    /** No limit. */
    public static final BudgetSettings NONE = new BudgetSettings(OptionalInt.empty(), OptionalDouble.empty());

    /** Whether there is a limit. */
    public boolean limits() {
        return concurrent.isPresent() || share.isPresent();
    }

    /** Returns the settings that are in effect, for messages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        concurrent.ifPresent(limit -> text.append("tidemark.primary.budget.concurrent=" + limit));
        share.ifPresent(limit -> text.append((text.isEmpty() ? "" : ", ") + "tidemark.primary.budget.share=" + limit));
        return text.toString();
    }
}
