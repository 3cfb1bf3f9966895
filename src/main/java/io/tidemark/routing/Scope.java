package io.tidemark.routing;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.wal.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The unit within which routing is sticky: one HTTP request, or the outermost routed call without one.
 *
 * <p>Remembers that something was written, the route that holds, the position that reads must include, and for response
 * headers the routes that were taken. Thread-safe: work that is handed to another thread may share it.
 */
public final class Scope {

    /** How many routes a trace lists before it only counts. */
    static final int TRACED = 32;

    /**
     * A route that holds for later reads.
     *
     * @param at the ticker's time at which it was decided
     */
    record Held(Freshness freshness, Optional<String> caller, Decision decision, long at) {}

    private boolean wrote;
    private Optional<Held> held = Optional.empty();
    private Optional<String> caller = Optional.empty();
    private Optional<Position> required = Optional.empty();

    private final List<Route> trace = new ArrayList<>();
    private int untraced;
    private Optional<Reason> lastRead = Optional.empty();

    /** Whether something was written in this scope, whatever became of it. */
    public synchronized boolean hasWritten() {
        return wrote;
    }

    synchronized void wrote() {
        wrote = true;
    }

    synchronized Optional<Held> held() {
        return held;
    }

    synchronized void hold(Held route) {
        held = Optional.of(route);
    }

    /** The caller last seen here: who is meant where the server no longer knows, as in a flush after an EJB's call. */
    synchronized Optional<String> caller() {
        return caller;
    }

    synchronized void seen(String name) {
        caller = Optional.of(name);
    }

    /** Adds to what reads must include; a larger requirement is kept, also when the caller changes. */
    synchronized Position require(Position position) {
        Position larger = required.map(position::max).orElse(position);
        required = Optional.of(larger);
        return larger;
    }

    /** What reads must include, as far as it was asked for in this scope. */
    synchronized Optional<Position> required() {
        return required;
    }

    synchronized void sent(Decision decision) {
        if (trace.size() < TRACED) {
            trace.add(decision.route());
        } else {
            untraced++;
        }
        if (decision.reason() != Reason.WRITE) {
            lastRead = Optional.of(decision.reason());
        }
    }

    /** The routes of the statements so far, in order, and how many more there were than the trace lists. */
    public synchronized Trace trace() {
        return new Trace(List.copyOf(trace), untraced, lastRead);
    }

    /**
     * What was routed in a scope.
     *
     * @param routes the first routes, in order
     * @param more how many statements came after those
     * @param lastRead the reason of the last read's route
     */
    public record Trace(List<Route> routes, int more, Optional<Reason> lastRead) {}
}
