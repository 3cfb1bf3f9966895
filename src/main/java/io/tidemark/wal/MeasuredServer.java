package io.tidemark.wal;

import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import io.tidemark.time.Ticker;
import java.util.Optional;

/** A server whose polls are measured. A poll that ends with an unexpected exception is not. */
public final class MeasuredServer extends ForwardingSource {

    private final Optional<String> replica;
    private final Telemetry telemetry;
    private final Ticker ticker;

    private MeasuredServer(PositionSource server, Optional<String> replica, Telemetry telemetry, Ticker ticker) {
        super(server);
        this.replica = replica;
        this.telemetry = telemetry;
        this.ticker = ticker;
    }

    /**
     * Returns the server with its polls measured, or the server itself without telemetry.
     *
     * @param replica the name of the replica; empty for the primary
     */
    public static PositionSource of(
            PositionSource server, Optional<String> replica, Telemetry telemetry, Ticker ticker) {
        return telemetry == Telemetry.NONE ? server : new MeasuredServer(server, replica, telemetry, ticker);
    }

    @Override
    public PositionReading read() throws ServerFault {
        long begun = ticker.nanos();
        try {
            PositionReading reading = super.read();
            telemetry.positionRead(
                    replica,
                    new RoundTrip(ticker.nanos() - begun, reading.server().endpoint(), Optional.empty()));
            return reading;
        } catch (ServerFault fault) {
            String kind = Metric.value(fault.kind());
            telemetry.positionRead(replica, new RoundTrip(ticker.nanos() - begun, Optional.empty(), Optional.of(kind)));
            throw fault;
        }
    }
}
