package io.tidemark.routing;

import io.tidemark.Caller;
import io.tidemark.RoutedWork;
import io.tidemark.routing.Scopes.Binding;
import io.tidemark.routing.Scopes.Frame;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.PortablePosition;
import java.util.Optional;

/** Begins work outside a request, and hands the scope of one thread to another. Thread-safe. */
public final class ScopePropagation implements RoutedWork {

    private static final System.Logger LOG = System.getLogger(ScopePropagation.class.getName());

    private final Scopes scopes;
    private final Caller caller;
    private final Router router;
    private final Optional<PrimaryWatch> primary;

    /**
     * Creates the propagation of one application.
     *
     * @param caller the caller on the current thread
     * @param primary the source of positions; empty without a replica
     */
    public ScopePropagation(Scopes scopes, Caller caller, Router router, Optional<PrimaryWatch> primary) {
        this.scopes = scopes;
        this.caller = caller;
        this.router = router;
        this.primary = primary;
    }

    @Override
    public WorkContext as(String who) {
        return blank().as(who);
    }

    @Override
    public WorkContext after(String position) {
        return blank().after(position);
    }

    private WorkContext blank() {
        return new WorkContext(scopes, router, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public WorkContext current() {
        Optional<Frame> here = scopes.current();
        Optional<String> who = callerToTakeAlong();
        here.map(Frame::scope).ifPresent(scope -> scope.handsOver(who));
        return new WorkContext(
                scopes, router, here.map(Frame::scope), here.flatMap(Frame::nested), who, Optional.empty());
    }

    /**
     * Returns the caller for a task. A server hands tasks over everywhere, also where an application's {@link Caller}
     * fails. Then no caller is handed over, and a read or write of the task calls it again and fails as it would here.
     */
    private Optional<String> callerToTakeAlong() {
        try {
            return caller.name();
        } catch (RuntimeException unknown) {
            LOG.log(System.Logger.Level.DEBUG, "A task is handed over without a caller", unknown);
            return Optional.empty();
        }
    }

    /** Notes this thread's caller in its scope, for work that continues where the server does not know the caller. */
    public void rememberCaller() {
        scopes.scope().ifPresent(scope -> callerToTakeAlong().ifPresent(scope::seen));
    }

    /**
     * Assigns the writes that a request has committed without a caller to its current caller. Called on the request's
     * thread before its response leaves. Returns when the mark is stored or owed, and does not throw.
     */
    public void claim(Scope scope) {
        try {
            scope.anonymousClient().keepName();
        } catch (RuntimeException gone) {
            LOG.log(System.Logger.Level.DEBUG, "A session does not keep its name", gone);
        }
        router.claim(scope);
    }

    /** Removes the scope from this thread until the binding is closed. */
    public Binding clear() {
        return scopes.clear();
    }

    @Override
    public String position() {
        if (router.transaction().isPresent()) {
            throw new IllegalStateException(
                    "A position was asked for in a transaction, which has none before its commit;"
                            + " expected RoutedWork.position() to be called afterwards");
        }
        if (primary.isEmpty()) {
            return PortablePosition.UNKNOWN.text();
        }
        try {
            return PortablePosition.of(primary.get().positionAfterNow()).text();
        } catch (ServerFault fault) {
            LOG.log(System.Logger.Level.DEBUG, "No position to send", fault);
            return PortablePosition.UNKNOWN.text();
        }
    }

    @Override
    public Optional<String> caller() {
        return caller.name().or(() -> scopes.scope().map(Scope::anonymousClient).flatMap(AnonymousClient::name));
    }
}
