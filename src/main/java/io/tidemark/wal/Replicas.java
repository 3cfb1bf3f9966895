package io.tidemark.wal;

import io.tidemark.telemetry.Telemetry;
import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The watches of all replicas, in the order of the settings. The set does not change; a replica that does not exist on this
 * server is a watch whose state is unavailable. Thread-safe.
 */
public final class Replicas implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Replicas.class.getName());

    private final List<ReplicaWatch> watches;
    private final WaitedPositions waited;
    private final Traffic traffic;

    /**
     * Prepares a watch for each replica; {@link ReplicaWatch#run} starts it.
     *
     * @param sources the replicas; their names differ
     */
    public Replicas(List<ReplicaSource> sources, PrimaryWatch primary, ReplicaWatchSettings settings, Ticker ticker) {
        this(sources, primary, settings, Traffic.steady(), Telemetry.NONE, ticker);
    }

    /**
     * Prepares a watch for each replica; {@link ReplicaWatch#run} starts it.
     *
     * @param sources the replicas; their names differ
     * @param traffic by which they are polled less often
     * @param telemetry receives the quarantines
     */
    public Replicas(
            List<ReplicaSource> sources,
            PrimaryWatch primary,
            ReplicaWatchSettings settings,
            Traffic traffic,
            Telemetry telemetry,
            Ticker ticker) {
        PolledServers polled = new PolledServers(LOG);
        this.traffic = traffic;
        this.waited = new WaitedPositions(this::pollNow);
        this.watches = sources.stream()
                .map(source -> new ReplicaWatch(
                        source, primary, settings, new ReplicaWatch.Shared(waited, polled, traffic, telemetry), ticker))
                .toList();
    }

    /** Returns the watches in the order of the settings. */
    public List<ReplicaWatch> watches() {
        return watches;
    }

    /** Returns the watch of the replica with that name. */
    public Optional<ReplicaWatch> named(ReplicaName name) {
        // Most decisions carry the watch's own name. A loop allocates less than a stream.
        for (ReplicaWatch watch : watches) {
            if (watch.name().equals(name)) {
                return Optional.of(watch);
            }
        }
        return Optional.empty();
    }

    /** Whether a replica is eligible now, whatever it has replayed, and new scopes may use it. */
    public boolean anyEligible() {
        return covering(Optional.empty()).isPresent();
    }

    /** Returns the first replica that is eligible, covers the position, if there is one, and accepts new scopes. */
    Optional<ReplicaName> covering(Optional<Position> required) {
        for (ReplicaWatch watch : watches) {
            if (watch.acceptsScopes() && watch.covers(required)) {
                return Optional.of(watch.name());
            }
        }
        return Optional.empty();
    }

    /** Notes that a read is routed; polls are less frequent while none is. */
    public void noteRead() {
        traffic.noteRead();
    }

    /**
     * Reports each replica as unavailable whose poll hangs. A poll may query twice, over the kept connection and a new one, so
     * that it is overdue after two timeouts. One thread calls this regularly.
     */
    public void reportOverduePolls(Duration timeout) {
        watches.forEach(watch -> watch.reportOverduePoll(timeout.multipliedBy(2)));
    }

    /** Whether a replica is on probation after a quarantine. Reads one field of each. */
    public boolean anyOnProbation() {
        for (ReplicaWatch watch : watches) {
            if (watch.isOnProbation()) {
                return true;
            }
        }
        return false;
    }

    /** Makes the next poll of each unavailable replica begin sooner. */
    public void retrySoon() {
        watches.forEach(ReplicaWatch::retrySoon);
    }

    /** Makes the next poll of each eligible replica begin at once. */
    public void pollNow() {
        for (ReplicaWatch watch : watches) {
            if (watch.state().eligible()) {
                watch.pollNow();
            }
        }
    }

    WaitedPositions waited() {
        return waited;
    }

    /** Returns the names for messages, separated by commas. */
    @Override
    public String toString() {
        return watches.stream().map(watch -> watch.name().text()).collect(Collectors.joining(", "));
    }

    /** Ends all watches. */
    @Override
    public void close() {
        watches.forEach(ReplicaWatch::close);
    }
}
