package io.tidemark.routing;

import io.tidemark.Freshness;
import io.tidemark.OverBudget;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The terms of the reads of one call.
 *
 * @param freshness the required freshness
 * @param maxWait the maximum wait for a replica that covers the required position; empty for the setting
 * @param overBudget the handling of a read that no replica can serve, beyond the primary's budget
 */
public record ReadTerms(Freshness freshness, Optional<Duration> maxWait, OverBudget overBudget) {

    private static final Map<Freshness, ReadTerms> WITH_WAIT_OF_SETTINGS = Arrays.stream(Freshness.values())
            .collect(Collectors.toUnmodifiableMap(
                    freshness -> freshness,
                    freshness -> new ReadTerms(freshness, Optional.empty(), OverBudget.REFUSE)));

    /** Returns terms with the wait of the settings. Beyond the budget, reads are refused. */
    public static ReadTerms of(Freshness freshness) {
        return Objects.requireNonNull(WITH_WAIT_OF_SETTINGS.get(freshness));
    }

    /** Returns the same terms with another freshness. */
    ReadTerms with(Freshness other) {
        return other == freshness ? this : new ReadTerms(other, maxWait, overBudget);
    }
}
