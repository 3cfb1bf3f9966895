package io.tidemark.chaos;

import io.tidemark.chaos.FaultSchedule.Planned;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Collects the history of a run, with one clock for all clients. Thread-safe. */
final class Recorder {

    private final long epoch = System.nanoTime();
    private final AtomicLong numbers = new AtomicLong();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final Queue<Incident> incidents = new ConcurrentLinkedQueue<>();
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final Queue<Promotion> promotions = new ConcurrentLinkedQueue<>();

    /** {@return the nanoseconds since the recorder was made} */
    long now() {
        return System.nanoTime() - epoch;
    }

    /** {@return an identifier that no other operation has} */
    long number() {
        return numbers.incrementAndGet();
    }

    Operation add(Operation operation) {
        operations.add(operation);
        return operation;
    }

    /** Records a fault that has ended now. */
    void add(Planned planned, long start) {
        Fault fault = planned.fault();
        incidents.add(new Incident(
                fault.toString(), planned.target(), start, now(), fault.tolerated(), fault.keepsMarksFromRedis()));
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    void add(Promotion promotion) {
        promotions.add(promotion);
    }

    History history() {
        return new History(
                operations.stream().toList(),
                incidents.stream().toList(),
                samples.stream().toList(),
                promotions.stream().toList());
    }
}
