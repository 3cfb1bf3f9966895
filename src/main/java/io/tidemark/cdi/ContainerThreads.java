package io.tidemark.cdi;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Threads of the container that end together. For the threads that start and stop the application. */
final class ContainerThreads {

    private static final System.Logger LOG = System.getLogger(ContainerThreads.class.getName());

    private final List<Thread> started = new ArrayList<>();
    private final Duration patience;

    /**
     * Prepares an empty group.
     *
     * @param patience the maximum wait for the end of each thread
     */
    ContainerThreads(Duration patience) {
        this.patience = patience;
    }

    void start(ManagedThreadFactory factory, String name, Runnable work) {
        Thread thread = factory.newThread(work);
        thread.setName(name);
        started.add(thread);
        thread.start();
    }

    /** Waits until all threads have ended. Their work must have been closed before. */
    void join() {
        for (Thread thread : started) {
            try {
                thread.join(patience.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                LOG.log(System.Logger.Level.WARNING, "Thread {0} has not ended yet", thread.getName());
            }
        }
        started.clear();
    }
}
