package io.tidemark.it.app;

import io.tidemark.Reason;
import io.tidemark.RouteDecision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The reasons and causes of the statements since the test last asked. */
@ApplicationScoped
public class Decisions {

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

    /** Why statements that begin like reads were writes. */
    public List<String> causes() {
        return List.copyOf(causes);
    }

    public List<Reason> reasons() {
        return List.copyOf(reasons);
    }
}
