package io.tidemark.health;

import io.tidemark.RoutingStarted;
import io.tidemark.Status;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports readiness by the last polls of the servers and the {@link ReadinessPolicy}. A node that can use its primary is
 * ready under each policy: an unavailable or lagging replica, or an unavailable store of marks, does not change the
 * result, since the primary then serves every read. Their problems are still shown if {@link HealthDetails} allows it.
 * Before the application has started, the node is not ready.
 *
 * <p>A probe sends no query. It reflects a change after at most {@code tidemark.poll.interval} plus
 * {@code tidemark.server.timeout}. Without a replica the primary is not polled, and a started node is always ready.
 * Thread-safe.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-health-4.0/microprofile-health-spec-4.0.html">
 *     MicroProfile Health 4.0</a>
 */
@Readiness
@ApplicationScoped
public class NodeReadiness implements HealthCheck {

    @Inject
    Provider<Status> status;

    @Inject
    ReadinessPolicy policy;

    @Inject
    HealthDetails details;

    private volatile boolean started;

    void started(@Observes RoutingStarted event) {
        started = true;
    }

    @Override
    public HealthCheckResponse call() {
        if (!started) {
            return response(HealthCheckResponse.Status.DOWN, Map.of());
        }
        return judge(status.get(), policy, details);
    }

    static HealthCheckResponse judge(Status status, ReadinessPolicy policy, HealthDetails details) {
        return response(
                isReady(status, policy) ? HealthCheckResponse.Status.UP : HealthCheckResponse.Status.DOWN,
                details == HealthDetails.SHOWN ? problems(status) : Map.of());
    }

    static boolean isReady(Status status, ReadinessPolicy policy) {
        return switch (policy) {
            case PRIMARY -> status.primary().ready();
            case READS -> status.primary().ready() || aReplicaServesReads(status);
            case ALWAYS -> true;
        };
    }

    private static boolean aReplicaServesReads(Status status) {
        return status.routing() && status.replicas().stream().anyMatch(Status.Replica::eligible);
    }

    private static Map<String, Object> problems(Status status) {
        Map<String, Object> problems = new TreeMap<>();
        status.primary().problem().ifPresent(problem -> problems.put("primary", problem));
        List<String> ofReplicas = status.replicas().stream()
                .flatMap(replica -> replica.problem().stream())
                .toList();
        if (!ofReplicas.isEmpty()) {
            problems.put("replica", String.join("; ", ofReplicas));
        }
        status.store().flatMap(Status.Store::problem).ifPresent(problem -> problems.put("store", problem));
        return problems;
    }

    /** Uses the constructor of the response, because its builder needs the server's implementation of the API. */
    private static HealthCheckResponse response(HealthCheckResponse.Status result, Map<String, Object> problems) {
        return new HealthCheckResponse("tidemark", result, Optional.of(problems).filter(some -> !some.isEmpty()));
    }
}
