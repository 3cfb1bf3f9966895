package io.tidemark.cdi;

import io.tidemark.Route;
import io.tidemark.RoutingMXBean;
import io.tidemark.Status;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.RoutingSwitch;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The MBean of the application: the {@link Status} in JMX's open types, and the routing switch. Thread-safe. */
final class JmxRouting implements RoutingMXBean {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final long UNKNOWN = -1;

    private final RoutingSwitch routing;
    private final Supplier<Status> status;

    JmxRouting(RoutingSwitch routing, Supplier<Status> status) {
        this.routing = routing;
        this.status = status;
    }

    @Override
    public boolean isRouting() {
        return routing.policy() == ReadPolicy.REPLICA;
    }

    @Override
    public void setRouting(boolean wanted) {
        routing.to(wanted ? ReadPolicy.REPLICA : ReadPolicy.PRIMARY);
    }

    @Override
    public Map<String, Long> getStatements() {
        Map<String, Long> statements = new TreeMap<>();
        status.get().statements().forEach((reason, count) -> statements.put(reason.name(), count));
        return statements;
    }

    @Override
    public long getPrimaryStatements() {
        return statements(Route.PRIMARY);
    }

    @Override
    public long getReplicaStatements() {
        return statements(Route.REPLICA);
    }

    private long statements(Route route) {
        return status.get().statements().entrySet().stream()
                .filter(counted -> counted.getKey().route() == route)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public String getProblem() {
        return status.get().problem().orElse("");
    }

    @Override
    public String[] getWriteCauses() {
        return status.get().writeCauses().toArray(String[]::new);
    }

    @Override
    public long getIgnoredTokens() {
        return status.get().ignoredTokens();
    }

    @Override
    public boolean isPrimaryReady() {
        return status.get().primary().ready();
    }

    @Override
    public String getPrimaryPosition() {
        return status.get().primary().position().orElse("");
    }

    @Override
    public String getPrimaryProblem() {
        return status.get().primary().problem().orElse("");
    }

    @Override
    public boolean isReplicaEligible() {
        return status.get().replica().map(Status.Replica::eligible).orElse(false);
    }

    @Override
    public String getReplicaPosition() {
        return status.get().replica().flatMap(Status.Replica::position).orElse("");
    }

    @Override
    public long getReplicaLagMillis() {
        return ofReplica(Status.Replica::lagMillis);
    }

    @Override
    public long getReplicaLagBytes() {
        return ofReplica(Status.Replica::lagBytes);
    }

    @Override
    public double getReplicaClockSeconds() {
        OptionalLong millis =
                status.get().replica().map(Status.Replica::clockMillis).orElseGet(OptionalLong::empty);
        return millis.isPresent() ? millis.getAsLong() / MILLIS_PER_SECOND : Double.NaN;
    }

    private long ofReplica(Function<Status.Replica, OptionalLong> number) {
        Optional<OptionalLong> known = status.get().replica().map(number);
        return known.orElseGet(OptionalLong::empty).orElse(UNKNOWN);
    }

    @Override
    public String getReplicaProblem() {
        return status.get().replica().flatMap(Status.Replica::problem).orElse("");
    }

    @Override
    public boolean isStoreReachable() {
        return status.get().store().map(Status.Store::reachable).orElse(false);
    }

    @Override
    public boolean isStoreOwed() {
        return status.get().store().map(Status.Store::owed).orElse(false);
    }

    @Override
    public String getStoreFloor() {
        return status.get().store().flatMap(Status.Store::floor).orElse("");
    }

    @Override
    public String getStoreProblem() {
        return status.get().store().flatMap(Status.Store::problem).orElse("");
    }
}
