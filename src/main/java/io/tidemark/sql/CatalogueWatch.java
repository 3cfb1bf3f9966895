package io.tidemark.sql;

import io.tidemark.time.Ticker;
import io.tidemark.time.Turns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a {@link Classifier} up to date with the database. It checks at an interval whether the catalogue has changed,
 * and reads it again if so. A statement with a name that is missing in the catalogue triggers an earlier check, at most
 * every few seconds.
 *
 * <p>A change takes effect at most one interval and one read after its commit, as long as the database answers. After a
 * failure, it retries soon; the pause doubles with each further failure, up to the interval. Meanwhile the classifier
 * uses the previous catalogue. Before the first read, it can prove hardly any read, see {@link NamesBeforeCatalogue}.
 *
 * <p>One thread runs {@link #run} until {@link #close}, and only this thread queries the database. {@link #problem} is
 * for any thread.
 */
public final class CatalogueWatch implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CatalogueWatch.class.getName());

    /** Ten seconds, doubled so often, exceed the longest interval. */
    private static final int MOST_DOUBLINGS = 14;

    /**
     * The times between reads of the catalogue.
     *
     * @param interval the time for which the catalogue is trusted
     * @param atLeast the minimum pause before the next read if a name is missing, or the database did not answer
     */
    public record Schedule(Duration interval, Duration atLeast) {

        private static final Duration SOON = Duration.ofSeconds(10);

        /** Uses the default for the minimum pause. */
        public static Schedule of(Duration interval) {
            return new Schedule(interval, interval.compareTo(SOON) < 0 ? interval : SOON);
        }
    }

    private final CatalogueSource source;
    private final FunctionPolicy policy;
    private final Classifier classifier;
    private final Schedule schedule;
    private final Turns turns;

    private final CountDownLatch tried = new CountDownLatch(1);
    private volatile boolean wanted;
    private boolean known;
    private int failures;
    private volatile Optional<String> problem = Optional.empty();

    /**
     * Prepares a watch; {@link #run} starts it.
     *
     * @param ticker the clock
     */
    public CatalogueWatch(
            CatalogueSource source, FunctionPolicy policy, Classifier classifier, Schedule schedule, Ticker ticker) {
        this.source = source;
        this.policy = policy;
        this.classifier = classifier;
        this.schedule = schedule;
        this.turns = new Turns(ticker, () -> pause().toNanos());
    }

    @Override
    public void run() {
        classifier.onUnknownName(this::want);
        try {
            do {
                refresh();
            } while (turns.await());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until the first read has succeeded or failed. Without this wait, the first reads of an application would
     * count as writes.
     *
     * @param most the maximum wait, so that a frozen server does not block the start of the application for longer
     */
    public void awaitFirstReading(Duration most) {
        try {
            tried.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the reason why the last attempt could not read the catalogue, with the effect. */
    public Optional<String> problem() {
        return problem;
    }

    private void refresh() {
        // A name that is missing from now on may be newer than the catalogue that is read next.
        wanted = false;
        try {
            if (!known || source.hasChanged()) {
                read();
            }
            succeeded();
        } catch (CatalogueUnavailable | RuntimeException failed) {
            // An unexpected exception of a pool or driver must not end the watch.
            failed(failed);
        } finally {
            tried.countDown();
        }
    }

    private void read() throws CatalogueUnavailable {
        CatalogueBuilder builder = new CatalogueBuilder(policy);
        source.read(builder);
        classifier.learn(builder.build());
        known = true;
    }

    private void failed(Exception failed) {
        String effect = known
                ? "The catalogue that was read last is still used."
                : "It was never read, so nearly every statement runs on the primary as a write.";
        String told = "The catalogue of the database cannot be read: " + failed.getMessage() + ". " + effect;
        problem = Optional.of(told);
        if (failures == 0) {
            LOG.log(System.Logger.Level.WARNING, told);
        }
        failures++;
    }

    private void succeeded() {
        if (failures > 0) {
            LOG.log(System.Logger.Level.INFO, "The catalogue of the database can be read again.");
        }
        failures = 0;
        problem = Optional.empty();
    }

    private void want() {
        wanted = true;
        checkPause();
    }

    /** Compares the pause with the clock again, since one of them has changed. */
    void checkPause() {
        turns.reconsider();
    }

    private Duration pause() {
        if (failures == 0) {
            return wanted ? schedule.atLeast() : schedule.interval();
        }
        Duration doubled = schedule.atLeast().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(schedule.interval()) < 0 ? doubled : schedule.interval();
    }

    /** Ends {@link #run} after the query in flight. */
    @Override
    public void close() {
        turns.close();
    }
}
