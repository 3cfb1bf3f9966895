package io.tidemark.health;

import io.tidemark.Status;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the last poll of the primary was answered, and by a primary. A replica or a store of marks that is away or
 * lags does not count, since the primary then serves everything; their problems are shown all the same, if {@link HealthDetails} are.
 *
 * <p>Asks no server itself: a probe costs nothing, and sees a change at most {@code tidemark.poll.interval} and
 * {@code tidemark.server.timeout} late. Without a replica nothing is polled, and it is always ready. Thread-safe.
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

    /** Made by the constructor, not the builder, which would need the server's implementation of the API. */
    static HealthCheckResponse judge(Status status, HealthDetails details) {
        Map<String, Object> problems = new TreeMap<>();
        status.primary().problem().ifPresent(problem -> problems.put("primary", problem));
        status.replica().flatMap(Status.Replica::problem).ifPresent(problem -> problems.put("replica", problem));
        status.store().flatMap(Status.Store::problem).ifPresent(problem -> problems.put("store", problem));
        return new HealthCheckResponse(
                "tidemark",
                status.primary().ready() ? HealthCheckResponse.Status.UP : HealthCheckResponse.Status.DOWN,
                Optional.of(problems).filter(told -> details == HealthDetails.SHOWN && !told.isEmpty()));
    }
}
