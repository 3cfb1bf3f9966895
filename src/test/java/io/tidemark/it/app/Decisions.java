package io.tidemark.it.app;

import io.tidemark.Reason;
import io.tidemark.RouteDecision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The reasons of the statements since the test last asked. */
@ApplicationScoped
public class Decisions {

    private final List<Reason> reasons = new CopyOnWriteArrayList<>();

    void routed(@Observes RouteDecision decision) {
        reasons.add(decision.reason());
    }

    public void forget() {
        reasons.clear();
    }

    public List<Reason> reasons() {
        return List.copyOf(reasons);
    }
}
