package io.tidemark.wal;

import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers what a test tells it to. */
public final class FakeServer implements Server {

    public static final ClusterId CLUSTER = new ClusterId(42);

    private volatile Reading reading = new Reading(CLUSTER, new Position(1, Lsn.ZERO));
    private volatile ServerFault fault = new ServerFault(ServerFault.Kind.UNREACHABLE, "not there yet");
    private volatile boolean well;
    private final AtomicInteger enquiries = new AtomicInteger();

    public void answers(ClusterId cluster, Position position) {
        reading = new Reading(cluster, position);
        well = true;
    }

    public void answers(Position position) {
        answers(CLUSTER, position);
    }

    public void fails(ServerFault.Kind kind, String message) {
        fault = new ServerFault(kind, message);
        well = false;
    }

    public int enquiries() {
        return enquiries.get();
    }

    @Override
    public Reading read() throws ServerFault {
        enquiries.incrementAndGet();
        if (!well) {
            throw fault;
        }
        return reading;
    }

    @Override
    public void close() {}
}
