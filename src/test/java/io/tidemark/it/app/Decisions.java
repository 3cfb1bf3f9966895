package io.tidemark.it.app;

import io.tidemark.Reason;
import io.tidemark.RouteDecision;
import io.tidemark.routing.Scope;
import io.tidemark.routing.Scopes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The reasons and causes of the statements since the test last asked. */
@ApplicationScoped
public class Decisions {

    @Inject
    Scopes scopes;

    private final List<Reason> reasons = new CopyOnWriteArrayList<>();
    private final List<String> causes = new CopyOnWriteArrayList<>();

    void routed(@Observes RouteDecision decision) {
        reasons.add(decision.reason());
        decision.cause().ifPresent(causes::add);
    }

    public void forget() {
        reasons.clear();
        causes.clear();
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
        return List.copyOf(causes);
    }

    public List<Reason> reasons() {
        return List.copyOf(reasons);
    }
}
