package io.tidemark.wal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers what a test tells it to. */
public final class FakeServer implements PositionSource {

    public static final ClusterId CLUSTER = new ClusterId(42);

    private volatile PositionReading reading = reading(CLUSTER, new Position(1, Lsn.ZERO));
    private volatile ServerFault fault = new ServerFault(ServerFault.Kind.UNREACHABLE, "not there yet");
    private volatile boolean well;
    private volatile Optional<PositionReading> afterLeaving = Optional.empty();
    private final AtomicInteger enquiries = new AtomicInteger();
    private final AtomicInteger flushes = new AtomicInteger();
    private final AtomicInteger discarded = new AtomicInteger();

    public void answers(ClusterId cluster, Position position) {
        answers(reading(cluster, position));
    }

    public void answers(PositionReading told) {
        reading = told;
        well = true;
    }

    public static PositionReading reading(ClusterId cluster, Position position) {
        return new PositionReading(new ServerId(cluster, "there:5432", "first"), position, Optional.empty());
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
    public PositionReading read() throws ServerFault {
        enquiries.incrementAndGet();
        if (!well) {
            throw fault;
        }
        return reading;
    }

    @Override
    public void flush() {
        flushes.incrementAndGet();
    }

    public int flushes() {
        return flushes.get();
    }

    @Override
    public void discardConnection() {
        discarded.incrementAndGet();
        afterLeaving.ifPresent(this::answers);
    }

    /** From when its connection is given up: another server, where the next one leads. */
    public void answersAfterDiscard(Position position) {
        afterLeaving = Optional.of(reading(CLUSTER, position));
    }

    /** How often a connection to it was given up. */
    public int discarded() {
        return discarded.get();
    }

    @Override
    public void close() {}
}
