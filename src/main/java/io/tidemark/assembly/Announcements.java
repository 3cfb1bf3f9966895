package io.tidemark.assembly;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The queue of the writes that are still to be announced to the store. Thread-safe. */
final class Announcements implements Executor {

    private static final long TO_END_MILLIS = 100;

    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable announcement) {
        waiting.add(announcement);
    }

    /** Runs announcements from the queue until the condition is true. Several threads may call it. */
    void runUntil(BooleanSupplier ended) {
        try {
            while (!ended.getAsBoolean()) {
                Runnable next = waiting.poll(TO_END_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
