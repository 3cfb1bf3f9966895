package io.tidemark.telemetry;

import io.tidemark.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A telemetry that keeps the events as texts, and the round trips. Thread-safe. */
public final class ReceivedTelemetry implements Telemetry {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<RoundTrip> trips = new CopyOnWriteArrayList<>();

    /** {@return the events so far, as texts} */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** {@return the round trips so far} */
    public List<RoundTrip> trips() {
        return List.copyOf(trips);
    }

    @Override
    public void started(Supplier<NodeNumbers> numbers) {
        events.add("started");
    }

    @Override
    public void stopped() {
        events.add("stopped");
    }

    @Override
    public void positionRead(Optional<String> replica, RoundTrip trip) {
        events.add("position of " + replica.orElse("primary"));
        trips.add(trip);
    }

    @Override
    public void marksFetched(RoundTrip trip) {
        events.add("fetched");
        trips.add(trip);
    }

    @Override
    public void markStored(RoundTrip trip) {
        events.add("stored");
        trips.add(trip);
    }

    @Override
    public ReadWait beginWait() {
        events.add("wait");
        return replica -> events.add("waited for " + replica.orElse("nothing"));
    }

    @Override
    public void floorRaised(FloorCause cause) {
        events.add("floor " + cause);
    }

    @Override
    public void quarantined(String replica, QuarantineCause cause) {
        events.add("quarantine of " + replica + " " + cause);
    }

    @Override
    public void retried(String replica, String error) {
        events.add("retry after " + replica + " " + error);
    }

    @Override
    public void statementSent(Reason reason, Optional<String> replica) {
        events.add("sent " + reason + " " + replica.orElse("primary"));
    }
}
