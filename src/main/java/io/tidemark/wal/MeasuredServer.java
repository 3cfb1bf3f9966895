package io.tidemark.wal;

import io.tidemark.telemetry.Telemetry;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import io.tidemark.time.Ticker;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A server whose polls are measured. A poll that ends with an unexpected exception is not.
 *
 * @param replica the name of the replica; empty for the primary
 */
public record MeasuredServer(PositionSource server, Optional<String> replica, Telemetry telemetry, Ticker ticker)
        implements PositionSource {

    /** Returns the server with its polls measured, or the server itself without telemetry. */
    public static PositionSource of(
            PositionSource server, Optional<String> replica, Telemetry telemetry, Ticker ticker) {
        return telemetry == Telemetry.NONE ? server : new MeasuredServer(server, replica, telemetry, ticker);
    }

    @Override
    public PositionReading read() throws ServerFault {
        long begun = ticker.nanos();
        try {
            PositionReading reading = server.read();
            telemetry.positionRead(
                    replica,
                    new RoundTrip(ticker.nanos() - begun, reading.server().endpoint(), Optional.empty()));
            return reading;
        } catch (ServerFault fault) {
            String kind = fault.kind().name().toLowerCase(Locale.ROOT);
            telemetry.positionRead(replica, new RoundTrip(ticker.nanos() - begun, Optional.empty(), Optional.of(kind)));
            throw fault;
        }
    }

    @Override
    public Set<Long> waitingCommits() throws ServerFault {
        return server.waitingCommits();
    }

    @Override
    public void flush() throws ServerFault {
        server.flush();
    }

    @Override
    public void discardConnection() {
        server.discardConnection();
    }

    @Override
    public void close() {
        server.close();
    }
}
