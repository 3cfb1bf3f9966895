package io.tidemark.routing;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.wal.Position;
import io.tidemark.writes.ClientPosition;
import io.tidemark.writes.PortablePosition;
import io.tidemark.writes.UnclaimedWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The unit within which routing is sticky: one HTTP request, one execution of work that is none, or the outermost routed
 * call without either.
 *
 * <p>Remembers that something was written, the route that holds, the position that reads must include, and for response
 * headers the routes that were taken. Thread-safe: work that is handed to another thread shares the first of these.
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

    /** What a scope belongs to. */
    private enum Kind {
        /** An HTTP request. Without a caller, its client has nothing to read again but what it brings. */
        REQUEST,
        /** A message, a timer, a start: without a caller, what its reads must include is not known. */
        WORK
    }

    private final Kind kind;

    /** One for a scope and all that it hands over, however often they hand on: so that none keeps another in memory. */
    private final AtomicBoolean wrote;

    /** One for all, too. */
    private final UnclaimedWrites unclaimed;

    private final Optional<PortablePosition> asked;

    private final Optional<ClientPosition> client;
    private final AnonymousClient anonymousClient;

    private Optional<Held> held = Optional.empty();
    private Optional<String> caller;
    private Optional<String> nameToHandOver = Optional.empty();
    private Optional<Position> required;

    private final List<Route> trace = new ArrayList<>();
    private int untraced;
    private @Nullable Reason lastRead;

    /** A request's scope, whose client remembers nothing. */
    public Scope() {
        this(AnonymousClient.of(Optional.empty()));
    }

    /** A request's scope, whose client remembers no position. */
    public Scope(AnonymousClient anonymousClient) {
        this(Kind.REQUEST, Optional.empty(), anonymousClient);
    }

    private Scope(Kind kind, Optional<ClientPosition> client, AnonymousClient anonymousClient) {
        this(
                kind,
                new AtomicBoolean(),
                new UnclaimedWrites(),
                Optional.empty(),
                client,
                anonymousClient,
                Optional.empty(),
                Optional.empty());
    }

    /** The scope of work that no request has handed over. */
    static Scope ofWork() {
        return new Scope(Kind.WORK, Optional.empty(), AnonymousClient.of(Optional.empty()));
    }

    /**
     * A request's scope, whose client remembers positions.
     *
     * @param brought what it brought
     */
    public static Scope ofClient(Optional<PortablePosition> brought) {
        return ofClient(brought, AnonymousClient.of(Optional.empty()));
    }

    /** The same, of a client that may have a name of its own. */
    public static Scope ofClient(Optional<PortablePosition> brought, AnonymousClient anonymousClient) {
        return new Scope(Kind.REQUEST, Optional.of(new ClientPosition(brought)), anonymousClient);
    }

    private Scope(
            Kind kind,
            AtomicBoolean wrote,
            UnclaimedWrites unclaimed,
            Optional<PortablePosition> asked,
            Optional<ClientPosition> client,
            AnonymousClient anonymousClient,
            Optional<String> caller,
            Optional<Position> required) {
        this.kind = kind;
        this.wrote = wrote;
        this.unclaimed = unclaimed;
        this.asked = asked;
        this.client = client;
        this.anonymousClient = anonymousClient;
        this.caller = caller;
        this.required = required;
    }

    /**
     * A scope for one execution of work that this one hands over. It decides its routes anew, since more may have been
     * written by then.
     *
     * @param more a position that its reads must include besides
     */
    synchronized Scope handOver(Optional<PortablePosition> more) {
        return new Scope(
                kind,
                wrote,
                unclaimed,
                PortablePosition.both(asked, more),
                client,
                AnonymousClient.of(nameToHandOver),
                caller,
                required);
    }

    /** Whether something was written in this scope, or in one that shares its writes, whatever became of it. */
    public boolean hasWritten() {
        return wrote.get();
    }

    void wrote() {
        wrote.set(true);
    }

    /** The position that somebody sent along for this scope's reads to include. */
    Optional<PortablePosition> asked() {
        return asked;
    }

    /** Whether nothing but a caller could tell what reads must include: no request's client, and no position sent along. */
    boolean needsCaller() {
        return kind == Kind.WORK && asked.isEmpty();
    }

    /** What the request's client remembers; empty if it does not, or there is none. */
    public Optional<ClientPosition> client() {
        return client;
    }

    /** The request's client under a name of its own. */
    AnonymousClient anonymousClient() {
        return anonymousClient;
    }

    /**
     * Prepares for work that is handed over on this thread: on another one the anonymousClient's session cannot be asked for.
     *
     * @param who the caller of that work; without one it may write under the anonymousClient's name
     */
    synchronized void handsOver(Optional<String> who) {
        nameToHandOver = who.isPresent() ? anonymousClient.name() : anonymousClient.nameForWrite();
    }

    /** The writes that ended here, or in a scope that shares them, without a caller. */
    UnclaimedWrites unclaimed() {
        return unclaimed;
    }

    /** Whether writes were committed without a caller, and no caller has appeared since. */
    public boolean wroteWithoutCaller() {
        return unclaimed.areCommitted();
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
    synchronized void require(Position position) {
        required = Optional.of(required.map(position::max).orElse(position));
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
            lastRead = decision.reason();
        }
    }

    /** The routes of the statements so far, in order, and how many more there were than the trace lists. */
    public synchronized Trace trace() {
        return new Trace(List.copyOf(trace), untraced, Optional.ofNullable(lastRead));
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
