package io.tidemark.concurrent;

import io.tidemark.wal.QuietLogs;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;

/**
 * Explores the interleavings of threads with Lincheck's model checker. It switches threads at each access to shared memory, and
 * reports the interleaving that led to a failure, or to a thread that waits forever.
 */
public final class Races {

    /** The interleavings that are tried at most. */
    private static final int INTERLEAVINGS = 1_000;

    /** The work of a thread. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    private Races() {}

    /** Runs the work again and again, each time with another interleaving of the threads that it starts. */
    public static void explore(Work work) {
        // Logging depends on the time and on state of the JVM, so the interleavings could not be repeated.
        QuietLogs quiet = new QuietLogs();
        try {
            Lincheck.runConcurrentTest(INTERLEAVINGS, () -> unchecked(work));
        } finally {
            quiet.end();
        }
    }

    /** Runs each work on a thread of its own, and waits for all. Throws the first failure. */
    public static void together(Work... works) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Work work : works) {
            threads.add(new Thread(() -> {
                try {
                    work.run();
                } catch (Throwable failed) {
                    synchronized (failures) {
                        failures.add(failed);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("A thread failed", failures.get(0));
        }
    }

    private static void unchecked(Work work) {
        try {
            work.run();
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
