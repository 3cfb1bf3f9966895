package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes that this JVM has started. {@link #close} stops all of them, the newest first, and so does the end of the JVM
 * by any cause except SIGKILL. Afterwards no process can be started, so a concurrent start leaves none behind. Thread-safe.
 */
final class Children implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Children.class.getName());
    private static final Duration TO_NOTICE = Duration.ofMillis(500);

    private final Deque<Child> children = new ArrayDeque<>();
    private final Thread atEnd = new Thread(this::stopAll, "stop-servers");
    private final List<Path> leftovers = new ArrayList<>();
    private boolean closed;

    Children() {
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    /**
     * {@return a child that has not been started}
     *
     * @param log the file to which its output is appended
     * @param ending asks it to stop
     */
    synchronized Child named(String name, Path log, Child.Ending ending) {
        Child child = new Child(this, name, log, ending);
        children.push(child);
        return child;
    }

    /** Registers a directory to be deleted when all processes have stopped. */
    synchronized void deleteAfterwards(Path directory) {
        leftovers.add(directory);
    }

    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new Stopping();
        }
        return builder.start();
    }

    /**
     * {@return whether the unexpected end of a child is part of a shutdown} Ctrl-C also reaches the children, perhaps before
     * this JVM begins to end.
     */
    synchronized boolean closing() throws InterruptedException {
        long deadline = System.nanoTime() + TO_NOTICE.toNanos();
        for (long left = TO_NOTICE.toNanos(); !closed && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return closed;
    }

    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException ending) {
            // The JVM is ending, and the hook finds no running process.
        }
    }

    private void stopAll() {
        List<Child> stopping;
        List<Path> deleting;
        synchronized (this) {
            closed = true;
            notifyAll();
            stopping = List.copyOf(children);
            deleting = List.copyOf(leftovers);
        }
        stopping.forEach(Child::end);
        deleting.forEach(Children::delete);
    }

    private static void delete(Path directory) {
        try {
            Directories.delete(directory);
        } catch (IOException left) {
            LOG.log(System.Logger.Level.WARNING, "{0} is left: {1}", directory, left.getMessage());
        }
    }
}
