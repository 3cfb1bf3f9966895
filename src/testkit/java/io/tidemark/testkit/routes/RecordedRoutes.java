package io.tidemark.testkit.routes;

import io.tidemark.RouteDecision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** A CDI bean that records the routing decision of each statement of the application. Thread-safe. */
@ApplicationScoped
public class RecordedRoutes {

    private final List<RouteDecision> decisions = new ArrayList<>();

    /** Records a decision. The container calls it. */
    synchronized void record(@Observes RouteDecision decision) {
        decisions.add(decision);
    }

    /** Forgets the decisions so far. */
    public synchronized void clear() {
        decisions.clear();
    }

    /** {@return the decisions since the start or since the last call of {@link #clear}} */
    public synchronized List<RouteDecision> decisions() {
        return List.copyOf(decisions);
    }

    /** {@return the routes of these decisions} */
    public Routes routes() {
        return Routes.of(decisions());
    }
}
