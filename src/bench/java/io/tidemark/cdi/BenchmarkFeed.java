package io.tidemark.cdi;

import io.tidemark.jdbc.SentStatements;
import io.tidemark.telemetry.StatementFeed;

/** Gives a benchmark the statements' feed as an application's data sources have it. */
public final class BenchmarkFeed {

    private BenchmarkFeed() {}

    /** {@return what passes statements to this feed} */
    public static SentStatements to(StatementFeed feed) {
        return new FedStatements(feed);
    }
}
