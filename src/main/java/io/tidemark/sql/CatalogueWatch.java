package io.tidemark.sql;

import io.tidemark.time.Ticker;
import io.tidemark.time.Turns;
import java.time.Duration;
import java.util.List;
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
 * <p>On a node that starts while the primary is away, the replicas are asked in their order, until the primary answers for
 * the first time. A replica's catalogue may lack the latest changes of the primary, like any catalogue between two refreshes.
 * A statement that counts as a read because of it finds the same old definitions on that replica, or is refused there if it
 * writes, and the primary's catalogue is read within a second of the primary's first answer. The watch never goes back from
 * the primary's catalogue to that of a replica.
 *
 * <p>One thread runs {@link #run} until {@link #close}, and only this thread queries the database. {@link #problem} is
 * for any thread.
 */
public final class CatalogueWatch implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CatalogueWatch.class.getName());

    /** Ten seconds, doubled so often, exceed the longest interval. */
    private static final int MOST_DOUBLINGS = 14;

    /** The time after which a watch without the primary's catalogue asks all servers again, if it may use a replica's. */
    private static final Duration TO_RETURN = Duration.ofSeconds(1);

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

    private final CatalogueSource primary;
    private final StandInCatalogue standIn;
    private final FunctionPolicy policy;
    private final Classifier classifier;
    private final Schedule schedule;
    private final Turns turns;

    private final CountDownLatch tried = new CountDownLatch(1);
    private volatile boolean wanted;

    /** Whether the primary's catalogue was read. */
    private volatile boolean known;

    private int failures;
    private volatile Optional<String> problem = Optional.empty();

    /**
     * Prepares a watch; {@link #run} starts it.
     *
     * @param primary the source that has each change first
     * @param replicas the sources to ask, in this order, until the primary has answered once
     * @param ticker the clock
     */
    public CatalogueWatch(
            CatalogueSource primary,
            List<CatalogueSource> replicas,
            FunctionPolicy policy,
            Classifier classifier,
            Schedule schedule,
            Ticker ticker) {
        this.primary = primary;
        this.standIn = new StandInCatalogue(replicas, schedule.atLeast(), ticker);
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
            if (!known || primary.hasChanged()) {
                read(primary);
                known = true;
            }
            succeeded();
        } catch (CatalogueUnavailable | RuntimeException failed) {
            // An unexpected exception of a pool or driver must not end the watch.
            if (!known) {
                standIn.refresh(this::read);
            }
            failed(failed);
        } finally {
            tried.countDown();
        }
    }

    private void read(CatalogueSource source) throws CatalogueUnavailable {
        CatalogueBuilder builder = new CatalogueBuilder(policy);
        source.read(builder);
        classifier.learn(builder.build());
    }

    private void failed(Exception failed) {
        String told = "The catalogue of the database cannot be read: " + failed.getMessage() + ". " + effect();
        problem = Optional.of(told);
        if (failures == 0) {
            LOG.log(System.Logger.Level.WARNING, told);
        }
        failures++;
    }

    private String effect() {
        if (known) {
            return "The catalogue that was read last is still used.";
        }
        if (standIn.wasRead()) {
            return "A replica's catalogue is used until the primary's can be read.";
        }
        return "It was never read, so nearly every statement runs on the primary as a write."
                + standIn.problem()
                        .map(why -> " That of the replica: " + why + ".")
                        .orElse("");
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
        if (!known && standIn.exists()) {
            return schedule.atLeast().compareTo(TO_RETURN) < 0 ? schedule.atLeast() : TO_RETURN;
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
