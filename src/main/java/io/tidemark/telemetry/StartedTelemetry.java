package io.tidemark.telemetry;

import io.tidemark.Reason;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Passes events to a receiver that is found when the application starts. Events before the start and after the end are
 * dropped. Thread-safe.
 */
public abstract class StartedTelemetry implements Telemetry {

    private volatile Telemetry receiver = NONE;

    /** Returns the receiver; {@link #NONE} if there is none. Called once, at the start. */
    protected abstract Telemetry found();

    @Override
    public final void started(Supplier<NodeNumbers> numbers) {
        Telemetry found = found();
        found.started(numbers);
        receiver = found;
    }

    @Override
    public final void stopped() {
        Telemetry ended = receiver;
        receiver = NONE;
        ended.stopped();
    }

    @Override
    public final void positionRead(Optional<String> replica, RoundTrip trip) {
        receiver.positionRead(replica, trip);
    }

    @Override
    public final void marksFetched(RoundTrip trip) {
        receiver.marksFetched(trip);
    }

    @Override
    public final void markStored(RoundTrip trip) {
        receiver.markStored(trip);
    }

    @Override
    public final ReadWait beginWait() {
        return receiver.beginWait();
    }

    @Override
    public final void floorRaised(FloorCause cause) {
        receiver.floorRaised(cause);
    }

    @Override
    public final void quarantined(String replica, QuarantineCause cause) {
        receiver.quarantined(replica, cause);
    }

    @Override
    public final void retried(String replica, String error) {
        receiver.retried(replica, error);
    }

    @Override
    public final void statementSent(Reason reason, Optional<String> replica) {
        receiver.statementSent(reason, replica);
    }
}
