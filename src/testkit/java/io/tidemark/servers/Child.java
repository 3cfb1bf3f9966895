package io.tidemark.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A child process that can be stopped and started again. At most one runs at a time. Thread-safe. */
final class Child {

    private static final System.Logger LOG = System.getLogger(Child.class.getName());
    private static final Duration TO_STOP = Duration.ofSeconds(20);
    private static final Duration TO_DIE = Duration.ofSeconds(10);

    /** Asks a running process to stop, without waiting for its end. */
    @FunctionalInterface
    interface Ending {
        void ask(Process running) throws IOException, InterruptedException;
    }

    private final Children siblings;
    private final String name;
    private final Path log;
    private final Ending ending;
    private Optional<Process> process = Optional.empty();

    Child(Children siblings, String name, Path log, Ending ending) {
        this.siblings = siblings;
        this.name = name;
        this.log = log;
        this.ending = ending;
    }

    /** Starts the process with an empty standard input. */
    synchronized void start(ProcessBuilder builder) throws IOException {
        if (running()) {
            throw new IllegalStateException(name + " is running already");
        }
        Files.createDirectories(log.toAbsolutePath().getParent());
        builder.redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = Optional.of(siblings.start(builder));
    }

    synchronized boolean running() {
        return process.filter(Process::isAlive).isPresent();
    }

    /**
     * {@return the process id}
     *
     * @throws IllegalStateException if it has never been started
     */
    synchronized long pid() {
        return process.orElseThrow(() -> new IllegalStateException(name + " has not been started"))
                .pid();
    }

    /** Runs the process to its end. */
    void runToEnd(ProcessBuilder builder, Duration within) throws IOException, InterruptedException {
        start(builder);
        Process running;
        synchronized (this) {
            running = process.orElseThrow();
        }
        if (!running.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(name + " has not ended within " + within.toSeconds() + " s" + tail());
        }
        if (running.exitValue() != 0) {
            if (siblings.closing()) {
                throw new Stopping();
            }
            throw new IllegalStateException(name + " failed with " + running.exitValue() + tail());
        }
    }

    /**
     * Waits until the process is ready.
     *
     * @throws IllegalStateException with the end of its log, if it ends or the deadline passes before
     * @throws Stopping if the cause is that it is being stopped
     */
    void awaitReady(Duration within, Await.Condition ready) throws InterruptedException {
        try {
            Await.until(name + "'s readiness", within, () -> {
                if (!running()) {
                    throw new Await.GivenUp(name + " ended while it started");
                }
                return ready.holds();
            });
        } catch (IllegalStateException failed) {
            if (siblings.closing()) {
                throw new Stopping();
            }
            throw new IllegalStateException(failed.getMessage() + tail(), failed);
        }
    }

    /** Asks the process to stop, and kills it after a deadline. Has no effect if it is not running. */
    synchronized void stop() throws InterruptedException {
        if (!running()) {
            return;
        }
        Process running = process.orElseThrow();
        try {
            ending.ask(running);
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "Stopping {0}: {1}", name, failed.getMessage());
        }
        if (!running.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(System.Logger.Level.WARNING, "{0} did not stop within {1}, killing it", name, TO_STOP);
            kill();
        }
    }

    /** Kills the process, and waits until its children have noticed that and ended too. */
    synchronized void kill() throws InterruptedException {
        if (!running()) {
            return;
        }
        Process running = process.orElseThrow();
        List<ProcessHandle> orphans = running.descendants().toList();
        running.destroyForcibly();
        boolean dead = running.waitFor(TO_DIE.toMillis(), TimeUnit.MILLISECONDS);
        Await.until(
                "the end of " + name + " and its children",
                TO_DIE,
                () -> dead && orphans.stream().noneMatch(ProcessHandle::isAlive));
    }

    /**
     * Sends a signal that Java has no method for to the process and all its descendants.
     *
     * @param signal the name of the signal
     */
    synchronized void signal(String signal) throws IOException, InterruptedException {
        if (!running()) {
            return;
        }
        Process running = process.orElseThrow();
        boolean sent = false;
        while (!sent && running.isAlive()) {
            List<ProcessHandle> family = new ArrayList<>(List.of(running.toHandle()));
            running.descendants().forEach(family::add);
            List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
            family.forEach(handle -> command.add(String.valueOf(handle.pid())));
            sent = new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
            // A descendant may end at any time, for example the server process of a session that is closed.
            if (!sent && family.stream().allMatch(ProcessHandle::isAlive)) {
                throw new IOException(name + " could not be sent the signal " + signal);
            }
        }
    }

    /** Kills the process and all its descendants. */
    synchronized void killAll() throws InterruptedException {
        process.ifPresent(running -> running.descendants().forEach(ProcessHandle::destroyForcibly));
        kill();
    }

    /**
     * Kills one of its descendants.
     *
     * @throws IllegalArgumentException if no descendant has that process id
     */
    synchronized void killChild(long pid) {
        Process running =
                process.filter(Process::isAlive).orElseThrow(() -> new IllegalStateException(name + " is not running"));
        ProcessHandle child = running.descendants()
                .filter(handle -> handle.pid() == pid)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no child " + pid));
        child.destroyForcibly();
    }

    /** Stops the process even if the thread is interrupted. A failure is only logged. */
    void end() {
        boolean interrupted = Thread.interrupted();
        try {
            stop();
        } catch (InterruptedException | RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "Stopping {0}: {1}", name, failed.toString());
            process.ifPresent(Process::destroyForcibly);
            interrupted |= failed instanceof InterruptedException;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return the path of the log and its last 40 lines} */
    String tail() {
        int lines = 40;
        try (Stream<String> text = Files.lines(log)) {
            List<String> all = text.filter(line -> !line.isBlank()).toList();
            List<String> last = all.subList(Math.max(0, all.size() - lines), all.size());
            return "; the end of " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException unreadable) {
            return "; its log would be " + log;
        }
    }
}
