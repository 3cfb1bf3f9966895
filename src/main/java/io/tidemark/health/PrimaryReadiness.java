package io.tidemark.health;

import io.tidemark.Status;
import jakarta.enterprise.context.ApplicationScoped;
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
 * Reports readiness by the last poll of the primary: up if the server answered and is a primary. An unavailable or
 * lagging replica, or an unavailable store of marks, does not change the result, since the primary then serves every
 * read. Their problems are still shown if {@link HealthDetails} allows it.
 *
 * <p>A probe sends no query. It reflects a change after at most {@code tidemark.poll.interval} plus
 * {@code tidemark.server.timeout}. Without a replica the primary is not polled, and the result is always up.
 * Thread-safe.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-health-4.0/microprofile-health-spec-4.0.html">
 *     MicroProfile Health 4.0</a>
 */
@Readiness
@ApplicationScoped
public class PrimaryReadiness implements HealthCheck {

    @Inject
    Provider<Status> status;

    @Inject
    HealthDetails details;

    @Override
    public HealthCheckResponse call() {
        return judge(status.get(), details);
    }

    /** Uses the constructor of the response, because its builder needs the server's implementation of the API. */
    static HealthCheckResponse judge(Status status, HealthDetails details) {
        Map<String, Object> problems = new TreeMap<>();
        status.primary().problem().ifPresent(problem -> problems.put("primary", problem));
        List<String> ofReplicas = status.replicas().stream()
                .flatMap(replica -> replica.problem().stream())
                .toList();
        if (!ofReplicas.isEmpty()) {
            problems.put("replica", String.join("; ", ofReplicas));
        }
        status.store().flatMap(Status.Store::problem).ifPresent(problem -> problems.put("store", problem));
        return new HealthCheckResponse(
                "tidemark",
                status.primary().ready() ? HealthCheckResponse.Status.UP : HealthCheckResponse.Status.DOWN,
                Optional.of(problems).filter(told -> details == HealthDetails.SHOWN && !told.isEmpty()));
    }
}
