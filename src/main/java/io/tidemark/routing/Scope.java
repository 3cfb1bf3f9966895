package io.tidemark.routing;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import io.tidemark.writes.ClientPosition;
import io.tidemark.writes.PortablePosition;
import io.tidemark.writes.UnclaimedWrites;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The unit within which routing is sticky: one HTTP request, one execution of other work, or the outermost routed call
 * without either.
 *
 * <p>It holds whether the scope has written, the current route, the position that reads must include, and the trace of
 * routes for response headers. Thread-safe: work that is handed to another thread shares whether the scope has written.
 */
public final class Scope {

    /** The maximum number of routes in a trace. Further routes are only counted. */
    static final int TRACED = 32;

    /**
     * A route that holds for later reads.
     *
     * @param at the ticker's time of the decision
     */
    record Held(Freshness freshness, Optional<String> caller, Decision decision, long at) {}

    /** The origin of a scope. */
    private enum Kind {
        /** An HTTP request. Without a caller, its reads must include only the position that its client sent. */
        REQUEST,
        /** A message, a timer or a start. Without a caller, the position that its reads must include is unknown. */
        WORK
    }

    private final Kind kind;

    /** Shared by a scope and all scopes that it hands over, at any depth, so that no scope keeps another in memory. */
    private final AtomicBoolean wrote;

    /** Shared like {@link #wrote}. */
    private final UnclaimedWrites unclaimed;

    private final Optional<PortablePosition> asked;

    private final Optional<ClientPosition> client;
    private final AnonymousClient anonymousClient;

    private Optional<Held> held = Optional.empty();
    private Optional<String> caller;
    private Optional<String> nameToHandOver = Optional.empty();
    private Optional<String> addressToHandOver = Optional.empty();
    private Optional<Position> required;

    /** Most scopes have no monotonic reads. */
    private @Nullable ObservedServers observed;

    private final List<String> trace = new ArrayList<>();
    private int untraced;

    /** The time that the read that is not sent yet has waited for a replica. */
    private long waitedNanos;

    /** The time that all reads so far have waited. */
    private long allWaitedNanos;

    private @Nullable Reason lastRead;

    /** Creates the scope of a request whose client has no name and remembers no position. */
    public Scope() {
        this(AnonymousClient.of(Optional.empty(), Optional::empty));
    }

    /** Creates the scope of a request whose client remembers no position. */
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

    /** Creates the scope of work that no request has handed over. */
    static Scope ofWork() {
        return new Scope(Kind.WORK, Optional.empty(), AnonymousClient.of(Optional.empty(), Optional::empty));
    }

    /**
     * Creates the scope of a request whose client remembers positions.
     *
     * @param brought the position that the client sent
     */
    public static Scope ofClient(Optional<PortablePosition> brought) {
        return ofClient(brought, AnonymousClient.of(Optional.empty(), Optional::empty));
    }

    /** Creates the scope of a request whose client remembers positions and may have a name. */
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
     * Creates a scope for one execution of work that this scope hands over. It decides its routes anew, because more
     * may have been written by then.
     *
     * @param more a further position that its reads must include
     */
    synchronized Scope handOver(Optional<PortablePosition> more) {
        Optional<String> address = addressToHandOver;
        Scope work = new Scope(
                kind,
                wrote,
                unclaimed,
                PortablePosition.both(asked, more),
                client,
                AnonymousClient.of(nameToHandOver, () -> address),
                caller,
                required);
        if (observed != null) {
            work.observing().addAll(observed.reads());
        }
        return work;
    }

    /** Whether this scope, or one that shares its writes, has written, whatever the outcome. */
    public boolean hasWritten() {
        return wrote.get();
    }

    void wrote() {
        wrote.set(true);
    }

    /** Returns the position given for this scope's reads. */
    Optional<PortablePosition> asked() {
        return asked;
    }

    /**
     * Whether only a caller determines the position that reads must include: there is no request's client and no given
     * position.
     */
    boolean needsCaller() {
        return kind == Kind.WORK && asked.isEmpty();
    }

    /** Whether it is the scope of an HTTP request, or was handed over by one. */
    boolean isOfRequest() {
        return kind == Kind.REQUEST;
    }

    /** Returns the positions that the request's client remembers; empty without such a client. */
    public Optional<ClientPosition> client() {
        return client;
    }

    /** Returns the request's client without a caller. */
    AnonymousClient anonymousClient() {
        return anonymousClient;
    }

    /** Returns the address of the request's client. */
    Optional<String> address() {
        return anonymousClient.address();
    }

    /**
     * Prepares work that is handed over on this thread, because the client's session is inaccessible on another one.
     *
     * @param who the caller of that work; without one it may write under the client's name
     */
    synchronized void handsOver(Optional<String> who) {
        addressToHandOver = anonymousClient.address();
        nameToHandOver = who.isPresent() ? anonymousClient.name() : anonymousClient.nameForWrite();
    }

    /** Returns the writes without a caller that ended here, or in a scope that shares them. */
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

    /**
     * Returns the caller last seen here, for use where the server no longer knows it, as in a flush after an EJB's
     * call.
     */
    synchronized Optional<String> caller() {
        return caller;
    }

    synchronized void seen(String name) {
        caller = Optional.of(name);
    }

    /** Adds a position that reads must include. The larger position is kept, also when the caller changes. */
    synchronized void require(Position position) {
        required = Optional.of(required.map(position::max).orElse(position));
    }

    /** Returns the position that reads must include so far. */
    synchronized Optional<Position> required() {
        return required;
    }

    /** Returns the servers of its monotonic reads, if there are any. */
    synchronized Optional<ObservedServers> observed() {
        return Optional.ofNullable(observed);
    }

    /** Returns the servers of its monotonic reads, for another one. */
    synchronized ObservedServers observing() {
        ObservedServers known = observed;
        if (known == null) {
            known = new ObservedServers();
            observed = known;
        }
        return known;
    }

    /** Notes that a read has waited for a replica. */
    synchronized void waited(long nanos) {
        waitedNanos += nanos;
        allWaitedNanos += nanos;
    }

    /** Returns the time for which the read has waited that is not sent yet, and forgets it. */
    synchronized long takeWaited() {
        long waited = waitedNanos;
        waitedNanos = 0;
        return waited;
    }

    synchronized void sent(Decision decision) {
        waitedNanos = 0;
        if (trace.size() < TRACED) {
            trace.add(
                    decision.replica().isPresent()
                            ? decision.replica().get().header()
                            : decision.route().toString());
        } else {
            untraced++;
        }
        if (decision.reason() != Reason.WRITE) {
            lastRead = decision.reason();
        }
    }

    /** Returns the trace: the servers of the statements so far, in order. */
    public synchronized Trace trace() {
        return new Trace(List.copyOf(trace), untraced, Optional.ofNullable(lastRead), Duration.ofNanos(allWaitedNanos));
    }

    /**
     * The servers of a scope's statements.
     *
     * @param servers the first servers, in order: {@code primary}, {@code replica}, or with several replicas {@link ReplicaName#header}
     * @param more the number of further statements
     * @param lastRead the reason of the last read's route
     * @param waited the time that reads have waited for a replica
     */
    public record Trace(List<String> servers, int more, Optional<Reason> lastRead, Duration waited) {}
}
