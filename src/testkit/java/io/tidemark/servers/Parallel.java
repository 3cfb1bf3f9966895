package io.tidemark.servers;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs independent steps of a start, each in a thread. */
final class Parallel {

    private Parallel() {}

    /** A step. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException, SQLException, InterruptedException;
    }

    /**
     * Runs all tasks and returns when all have ended. Throws the first failure, with the others as suppressed exceptions.
     *
     * @throws InterruptedException if the caller or a task was interrupted
     */
    static void run(List<Task> tasks) throws IOException, SQLException, InterruptedException {
        List<FutureTask<Void>> running = new ArrayList<>();
        for (Task task : tasks) {
            FutureTask<Void> started = new FutureTask<>(() -> {
                task.run();
                return null;
            });
            running.add(started);
            new Thread(started, "start-server").start();
        }
        List<Throwable> failures = new ArrayList<>();
        for (FutureTask<Void> task : running) {
            failure(task).ifPresent(failures::add);
        }
        if (!failures.isEmpty()) {
            failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
            rethrow(failures.get(0));
        }
    }

    private static Optional<Throwable> failure(FutureTask<Void> task) throws InterruptedException {
        try {
            task.get();
            return Optional.empty();
        } catch (ExecutionException failed) {
            return Optional.ofNullable(failed.getCause());
        }
    }

    private static void rethrow(Throwable failure) throws IOException, SQLException, InterruptedException {
        if (failure instanceof IOException input) {
            throw input;
        }
        if (failure instanceof SQLException sql) {
            throw sql;
        }
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw new IllegalStateException(failure);
    }
}
