package io.tidemark.sql;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the catalogue of the first replica that answers, while that of the primary is not known. It checks at most once per
 * pause whether it has changed. {@link #wasRead} is for any thread, the rest for one thread.
 */
final class StandInCatalogue {

    /** Learns the catalogue of a source. */
    @FunctionalInterface
    interface Reading {
        void of(CatalogueSource source) throws CatalogueUnavailable;
    }

    private final List<CatalogueSource> replicas;
    private final Duration pause;
    private final Ticker ticker;

    private volatile Optional<CatalogueSource> used = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private long readAt;

    /**
     * @param replicas the sources, in the order in which they are asked
     * @param pause the time for which a catalogue is used before the replicas are asked again
     */
    StandInCatalogue(List<CatalogueSource> replicas, Duration pause, Ticker ticker) {
        this.replicas = List.copyOf(replicas);
        this.pause = pause;
        this.ticker = ticker;
    }

    /** Reads the catalogue if it may have changed. A failure of all replicas leaves the catalogue that was read before. */
    void refresh(Reading reading) {
        if (wasRead() && ticker.nanos() - readAt < pause.toNanos()) {
            return;
        }
        for (CatalogueSource replica : replicas) {
            if (read(replica, reading)) {
                return;
            }
        }
    }

    private boolean read(CatalogueSource replica, Reading reading) {
        try {
            boolean another = used.filter(before -> before == replica).isEmpty();
            if (another || replica.hasChanged()) {
                reading.of(replica);
            }
            used = Optional.of(replica);
            readAt = ticker.nanos();
            return true;
        } catch (CatalogueUnavailable | RuntimeException failed) {
            problem = Optional.of(String.valueOf(failed.getMessage()));
            return false;
        }
    }

    /** Whether there is a replica. */
    boolean exists() {
        return !replicas.isEmpty();
    }

    /** Whether the catalogue of a replica was read. */
    boolean wasRead() {
        return used.isPresent();
    }

    /** Returns the reason why the last replica that failed could not be read. */
    Optional<String> problem() {
        return problem;
    }
}
