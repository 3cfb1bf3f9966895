package io.tidemark.marks;

import io.tidemark.telemetry.Telemetry;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import io.tidemark.time.Ticker;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A store whose fetches and raises of marks are measured. As thread-safe as the measured store. */
public final class MeasuredStore extends ForwardingStore {

    private final Optional<InetSocketAddress> server;
    private final Telemetry telemetry;
    private final Ticker ticker;

    private MeasuredStore(MarkStore store, Optional<InetSocketAddress> server, Telemetry telemetry, Ticker ticker) {
        super(store);
        this.server = server;
        this.telemetry = telemetry;
        this.ticker = ticker;
    }

    /**
     * Returns the store with its fetches and raises measured, or the store itself without telemetry.
     *
     * @param server the address of the store; empty if it has several servers
     */
    public static MarkStore of(
            MarkStore store, Optional<InetSocketAddress> server, Telemetry telemetry, Ticker ticker) {
        return telemetry == Telemetry.NONE ? store : new MeasuredStore(store, server, telemetry, ticker);
    }

    @Override
    protected <T> T forward(Call<T> call) throws StoreUnavailable {
        return call.make();
    }

    @Override
    public CallerMarks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        return measured(() -> super.fetch(cluster, caller), telemetry::marksFetched);
    }

    @Override
    public void raise(ClusterId cluster, String caller, Position position, Set<String> writes) throws StoreUnavailable {
        measured(
                () -> {
                    super.raise(cluster, caller, position, writes);
                    return position;
                },
                telemetry::markStored);
    }

    private <T> T measured(Call<T> call, Consumer<RoundTrip> receiver) throws StoreUnavailable {
        long begun = ticker.nanos();
        try {
            T answer = call.make();
            receiver.accept(new RoundTrip(ticker.nanos() - begun, server, Optional.empty()));
            return answer;
        } catch (StoreUnavailable unavailable) {
            receiver.accept(new RoundTrip(ticker.nanos() - begun, server, Optional.of(kind(unavailable))));
            throw unavailable;
        }
    }

    /** Returns the class of the client's exception; {@code unavailable} if the store's answer is the failure. */
    private static String kind(StoreUnavailable unavailable) {
        return Optional.ofNullable(unavailable.getCause())
                .map(cause -> cause.getClass().getName())
                .orElse("unavailable");
    }
}
