package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Operation.Seen;
import io.tidemark.chaos.Violation.Guarantee;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The session guarantees of all callers, checked while operations start and end in the order of time. Not thread-safe. */
final class Sessions {

    private final Map<String, Session> sessions = new HashMap<>();
    private final List<Violation> found;

    /** @param found collects the violations */
    Sessions(List<Violation> found) {
        this.found = found;
    }

    /** The newest state of each object that a caller knows, with the operation that taught it. */
    private record Session(Newest written, Newest read, Newest monotonic) {}

    /** The newest known version of each object. */
    private static final class Newest {

        private final Map<Long, Known> known = new HashMap<>();

        void learn(Seen seen, Operation from) {
            known.merge(
                    seen.object(),
                    new Known(seen.version(), from),
                    (old, newer) -> old.version() >= newer.version() ? old : newer);
        }
    }

    private record Known(long version, Operation from) {}

    private Session session(String scope) {
        return sessions.computeIfAbsent(scope, first -> new Session(new Newest(), new Newest(), new Newest()));
    }

    /**
     * {@return the scopes whose knowledge binds an operation: the client itself, all clients of its caller on the same node, and all
     * clients of its caller} The last one learns only from operations whose marks have reached Redis for sure.
     */
    private static List<String> scopes(Operation operation) {
        String caller = operation.caller();
        return List.of(caller, caller + " on " + operation.node(), caller + " by " + operation.client());
    }

    /**
     * Learns from a successful operation of a caller.
     *
     * @param shared whether other nodes must know of it
     */
    void ended(Operation operation, boolean shared) {
        scopes(operation).stream().skip(shared ? 0 : 1).forEach(scope -> learn(session(scope), operation));
    }

    private static void learn(Session session, Operation operation) {
        for (Seen seen : operation.seen()) {
            if (LostTimeline.isUnsure(seen)) {
                continue;
            }
            if (operation.isWrite()) {
                session.written().learn(seen, operation);
            } else {
                session.read().learn(seen, operation);
            }
            if (operation.kind() == Kind.MONOTONIC_READ) {
                session.monotonic().learn(seen, operation);
            }
        }
    }

    /** Checks a successful operation against what its caller knew when it started, and reports the first scope that it breaks. */
    void started(Operation operation) {
        int before = found.size();
        for (String scope : scopes(operation)) {
            if (found.size() == before) {
                check(operation, session(scope));
            }
        }
    }

    private void check(Operation operation, Session session) {
        if (operation.isWrite()) {
            requireMore(operation, session.written(), Guarantee.MONOTONIC_WRITES);
            requireMore(operation, session.read(), Guarantee.WRITES_FOLLOW_READS);
            return;
        }
        requireAtLeast(operation, session.written(), Guarantee.READ_YOUR_WRITES);
        if (operation.kind() == Kind.MONOTONIC_READ) {
            requireAtLeast(operation, session.monotonic(), Guarantee.MONOTONIC_READS);
        }
    }

    private void requireMore(Operation write, Newest newest, Guarantee guarantee) {
        for (Seen made : write.seen()) {
            Known known = newest.known.get(made.object());
            if (known != null && made.version() <= known.version()) {
                found.add(new Violation(
                        guarantee,
                        write.describe() + " does not come after "
                                + known.from().describe(),
                        made.object(),
                        List.of(write, known.from())));
            }
        }
    }

    private void requireAtLeast(Operation read, Newest newest, Guarantee guarantee) {
        if (read.kind() == Kind.LIST) {
            newest.known.forEach((object, known) -> require(read, object, known, guarantee));
            return;
        }
        Known known = newest.known.get(read.object());
        if (known != null) {
            require(read, read.object(), known, guarantee);
        }
    }

    private void require(Operation read, long object, Known known, Guarantee guarantee) {
        // A row that is missing is older than each version of it.
        long shown = read.seenOf(object).map(Seen::version).orElse(-1L);
        if (shown < known.version()) {
            found.add(new Violation(
                    guarantee,
                    read.describe() + " shows version " + shown + " of " + object + ", but not version "
                            + known.version() + " of " + known.from().describe(),
                    object,
                    List.of(read, known.from())));
        }
    }
}
