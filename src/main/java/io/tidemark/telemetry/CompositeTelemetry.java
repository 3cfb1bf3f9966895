package io.tidemark.telemetry;

import io.tidemark.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Passes each event to several receivers. */
record CompositeTelemetry(List<Telemetry> receivers) implements Telemetry {

    @Override
    public void started(Supplier<NodeNumbers> numbers) {
        receivers.forEach(each -> each.started(numbers));
    }

    @Override
    public void stopped() {
        receivers.forEach(Telemetry::stopped);
    }

    @Override
    public void positionRead(Optional<String> replica, RoundTrip trip) {
        receivers.forEach(each -> each.positionRead(replica, trip));
    }

    @Override
    public void marksFetched(RoundTrip trip) {
        receivers.forEach(each -> each.marksFetched(trip));
    }

    @Override
    public void markStored(RoundTrip trip) {
        receivers.forEach(each -> each.markStored(trip));
    }

    @Override
    public ReadWait beginWait() {
        List<ReadWait> waits = receivers.stream().map(Telemetry::beginWait).toList();
        return replica -> waits.forEach(each -> each.end(replica));
    }

    @Override
    public void floorRaised(FloorCause cause) {
        receivers.forEach(each -> each.floorRaised(cause));
    }

    @Override
    public void quarantined(String replica, QuarantineCause cause) {
        receivers.forEach(each -> each.quarantined(replica, cause));
    }

    @Override
    public void retried(String replica, String error) {
        receivers.forEach(each -> each.retried(replica, error));
    }

    @Override
    public void statementSent(Reason reason, Optional<String> replica) {
        receivers.forEach(each -> each.statementSent(reason, replica));
    }
}
