package io.tidemark.page;

import io.tidemark.telemetry.StatementFeed;
import io.tidemark.web.PageSettings.StatementTexts;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Gives a benchmark the decisions of an open status page, which are taken each second. */
public final class BenchmarkPage implements AutoCloseable {

    private final Decisions decisions = new Decisions(InstantSource.system(), StatementTexts.HIDDEN);
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();

    /** Opens the page, and connects it to this feed. */
    public BenchmarkPage(StatementFeed feed) {
        feed.connect(decisions);
        sampler.scheduleAtFixedRate(decisions::take, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
