package io.tidemark.it.app;

import io.tidemark.Reason;
import io.tidemark.RouteDecision;
import io.tidemark.routing.Scope;
import io.tidemark.routing.Scopes;
import io.tidemark.testkit.routes.RecordedRoutes;
import io.tidemark.testkit.routes.Routes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The reasons and causes of the statements since the test last asked. */
@ApplicationScoped
public class Decisions {

    @Inject
    Scopes scopes;

    @Inject
    RecordedRoutes recorded;

    public void forget() {
        recorded.clear();
    }

    /** Runs it as a request of its own: the test's request carries a scope already. */
    public void inRequest(Step step) throws Exception {
        Scopes.Binding request = scopes.carry(new Scope());
        try {
            step.run();
        } finally {
            request.close();
        }
    }

    /** {@return the reasons of a step that runs in a separate request} */
    public List<Reason> ofRequest(Step step) throws Exception {
        forget();
        inRequest(step);
        return reasons();
    }

    /** Why statements that begin like reads were writes. */
    public List<String> causes() {
        return recorded.decisions().stream()
                .flatMap(decision -> decision.cause().stream())
                .toList();
    }

    public Routes routes() {
        return recorded.routes();
    }

    /** {@return the reasons that routing would have had, in shadow mode} */
    public List<Reason> asIfRouted() {
        return recorded.decisions().stream()
                .map(decision -> decision.shadow().orElse(decision.reason()))
                .toList();
    }

    public List<Reason> reasons() {
        return recorded.decisions().stream().map(RouteDecision::reason).toList();
    }
}
