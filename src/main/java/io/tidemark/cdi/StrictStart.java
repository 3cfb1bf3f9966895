package io.tidemark.cdi;

import io.tidemark.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Holds the start of the application until all of its servers can be used, or refuses it. */
final class StrictStart {

    private final Supplier<Status> status;
    private final Duration patience;

    /**
     * Looks at a status, which something else keeps up to date.
     *
     * @param patience how long the servers have to become usable: connections are made, a lag must become known
     */
    StrictStart(Supplier<Status> status, Duration patience) {
        this.status = status;
        this.patience = patience;
    }

    /**
     * Returns when all servers can be used.
     *
     * @throws IllegalStateException with what is wrong with each that cannot
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
        // Without a replica the primary is not watched, and nothing is known of it.
        if (now.replica().isPresent()) {
            now.primary().problem().ifPresent(problems::add);
            now.replica().flatMap(Status.Replica::problem).ifPresent(problems::add);
            now.store().flatMap(Status.Store::problem).ifPresent(problems::add);
        }
        return problems;
    }
}
