package io.tidemark.cdi;

import io.tidemark.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Blocks the start of the application until all servers are usable, or fails it after a deadline. */
final class StrictStart {

    private final Supplier<Status> status;
    private final Duration patience;

    /**
     * Prepares the check of a status, which other threads keep up to date.
     *
     * @param patience the maximum wait, which includes the first connections and the first measured replica lag
     */
    StrictStart(Supplier<Status> status, Duration patience) {
        this.status = status;
        this.patience = patience;
    }

    /**
     * Returns when all servers are usable.
     *
     * @throws IllegalStateException with the problem of each server that is not usable
     */
    void await() {
        StartDeadline deadline = new StartDeadline(patience);
        List<String> problems = problems();
        while (!problems.isEmpty()) {
            if (deadline.isOver()) {
                throw new IllegalStateException("Tidemark cannot start, since tidemark.strict=true: "
                        + String.join("; ", problems) + "; or set tidemark.strict=false to start without");
            }
            deadline.pause(() ->
                    new IllegalStateException("Tidemark cannot start: interrupted while it waited for its servers"));
            problems = problems();
        }
    }

    private List<String> problems() {
        Status now = status.get();
        List<String> problems = new ArrayList<>();
        // Without a replica, the primary is not watched and its state is unknown.
        if (!now.replicas().isEmpty()) {
            now.primary().problem().ifPresent(problems::add);
            now.replicas().forEach(replica -> replica.problem().ifPresent(problems::add));
            now.store().flatMap(Status.Store::problem).ifPresent(problems::add);
        }
        return problems;
    }
}
