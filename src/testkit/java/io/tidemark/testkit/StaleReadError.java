package io.tidemark.testkit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown after a test that has read stale rows from a replica. The message lists each place in the code with the statement, its
 * parameters, the rows of the replica and of the primary, and the replica's lag.
 */
public final class StaleReadError extends AssertionError {

    private static final long serialVersionUID = 1;

    StaleReadError(List<StaleRead> reads) {
        super(reads.stream()
                .map(read -> "\n  " + read.described().replace("\n", "\n  "))
                .collect(Collectors.joining(
                        "", reads.size() == 1 ? "1 stale read" : reads.size() + " stale reads", "\n")));
    }
}
