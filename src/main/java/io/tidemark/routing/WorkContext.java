package io.tidemark.routing;

import io.tidemark.Freshness;
import io.tidemark.RoutedWork;
import io.tidemark.routing.Scopes.Binding;
import io.tidemark.routing.Scopes.Frame;
import io.tidemark.writes.PortablePosition;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The context of work outside a request, on any thread. Each execution binds its own scope.
 *
 * @param scope the scope that hands over; empty if there was none, or none was wanted
 * @param nested the terms of its reads there
 * @param caller the caller of the work; empty if the application or the server supplies it on the thread
 * @param asked a further position that reads must include
 */
public record WorkContext(
        Scopes scopes,
        Router router,
        Optional<Scope> scope,
        Optional<NestedTerms> nested,
        Optional<String> caller,
        Optional<PortablePosition> asked)
        implements RoutedWork.Context {

    @Override
    public WorkContext as(String who) {
        if (who.isBlank()) {
            throw new IllegalArgumentException("The caller is blank; expected a name as Caller.name() gives it");
        }
        return new WorkContext(scopes, router, scope, nested, Optional.of(who), asked);
    }

    @Override
    public WorkContext after(String position) {
        Optional<PortablePosition> more = Optional.of(PortablePosition.parse(position));
        return new WorkContext(scopes, router, scope, nested, caller, PortablePosition.both(asked, more));
    }

    /** Binds the context to this thread; without a scope, caller or position, removes the current binding. */
    public Binding bind() {
        if (scope.isEmpty() && caller.isEmpty() && asked.isEmpty()) {
            return scopes.clear();
        }
        Optional<Scope> origin = scope.or(this::here);
        Scope own = origin.orElseGet(Scope::ofWork).handOver(asked);
        Binding resumed = scopes.resume(new Frame(own, nested, caller));
        Binding bound = nested.isPresent() && nested.get().freshness() == Freshness.MONOTONIC
                ? router.recording(resumed)
                : resumed;
        return () -> {
            try {
                // The changes of the work may be written only at the commit of a transaction that outlives it.
                caller.ifPresent(router::actsFor);
            } finally {
                bound.close();
            }
        };
    }

    private Optional<Scope> here() {
        Optional<Scope> here = scopes.scope();
        here.ifPresent(mine -> mine.handsOver(caller));
        return here;
    }

    @Override
    public void run(Runnable work) {
        Binding bound = bind();
        try {
            work.run();
        } finally {
            bound.close();
        }
    }

    @Override
    public <T> T call(Callable<T> work) throws Exception {
        Binding bound = bind();
        try {
            return work.call();
        } finally {
            bound.close();
        }
    }
}
