package io.tidemark.wal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose answers, faults and delays are set by a test. It is unreachable at first. */
public final class FakeServer implements PositionSource {

    public static final ClusterId CLUSTER = new ClusterId(42);

    private volatile PositionReading reading = reading(CLUSTER, new Position(1, Lsn.ZERO));
    private volatile ServerFault fault = new ServerFault(ServerFault.Kind.UNREACHABLE, "not there yet");
    private volatile boolean well;
    private volatile boolean counting;
    private volatile boolean closed;
    private volatile Optional<Throwable> thrown = Optional.empty();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Optional<PositionReading> afterDiscard = Optional.empty();
    private final List<Long> times = new ArrayList<>();
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

    /** Answers each poll with its number as the LSN. */
    public void countsEnquiries() {
        counting = true;
        well = true;
    }

    public void fails(ServerFault.Kind kind, String message) {
        fault = new ServerFault(kind, message);
        well = false;
    }

    /** Throws an exception or error that the port does not declare, until {@link #isMended}. */
    public void breaks(Throwable unexpected) {
        thrown = Optional.of(unexpected);
    }

    public void isMended() {
        thrown = Optional.empty();
    }

    /** Receives queries, and answers only after {@link #thaws}. */
    public void freezes() {
        gate = new CountDownLatch(1);
    }

    public void thaws() {
        gate.countDown();
    }

    public synchronized int enquiries() {
        return times.size();
    }

    /** Waits for that number of queries, and returns their times. */
    public synchronized List<Long> awaitEnquiries(int count) throws InterruptedException {
        while (times.size() < count) {
            wait();
        }
        return List.copyOf(times.subList(0, count));
    }

    private synchronized int noteEnquiry() {
        times.add(System.nanoTime());
        notifyAll();
        return times.size();
    }

    @Override
    public PositionReading read() throws ServerFault {
        int number = noteEnquiry();
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throwTheUnexpected();
        if (!well) {
            throw fault;
        }
        return counting ? reading(CLUSTER, new Position(1, new Lsn(number))) : reading;
    }

    private void throwTheUnexpected() {
        Optional<Throwable> unexpected = thrown;
        if (unexpected.isPresent() && unexpected.get() instanceof Error error) {
            throw error;
        }
        if (unexpected.isPresent() && unexpected.get() instanceof RuntimeException exception) {
            throw exception;
        }
    }

    @Override
    public Set<Long> waitingCommits() {
        return reading.synchronous().map(PositionReading.Synchronous::waiting).orElse(Set.of());
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
        afterDiscard.ifPresent(this::answers);
    }

    /** Changes to another server once its connection is discarded. */
    public void answersAfterDiscard(Position position) {
        afterDiscard = Optional.of(reading(CLUSTER, position));
    }

    /** Returns the number of discarded connections. */
    public int discarded() {
        return discarded.get();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
