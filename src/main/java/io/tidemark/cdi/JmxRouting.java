package io.tidemark.cdi;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.RoutingMXBean;
import io.tidemark.Status;
import io.tidemark.routing.CallerShare;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.RoutingSwitch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.Replicas;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The MBean of the application: the {@link Status} in JMX's open types, and the switches of routing. Thread-safe. */
final class JmxRouting implements RoutingMXBean {

    private final RoutingSwitch routing;
    private final Optional<Replicas> replicas;
    private final Supplier<Status> status;

    /**
     * Creates the MBean of an application.
     *
     * @param replicas can be drained; empty without a replica
     */
    JmxRouting(RoutingSwitch routing, Optional<Replicas> replicas, Supplier<Status> status) {
        this.routing = routing;
        this.replicas = replicas;
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
    public boolean isShadow() {
        return routing.policy() == ReadPolicy.SHADOW;
    }

    @Override
    public void setShadow(boolean wanted) {
        if (wanted) {
            routing.to(ReadPolicy.SHADOW);
        } else if (isShadow()) {
            routing.to(ReadPolicy.PRIMARY);
        }
    }

    @Override
    public Map<String, Long> getShadowStatements() {
        return status.get().shadow().map(shadow -> byName(shadow.statements())).orElseGet(TreeMap::new);
    }

    @Override
    public long getShadowWaits() {
        return status.get().shadow().map(Status.Shadow::waits).orElse(0L);
    }

    @Override
    public double getShadowReplicaShare() {
        return shadowShare(Status.Shadow::replicaShare);
    }

    @Override
    public double getShadowWaitShare() {
        return shadowShare(Status.Shadow::waitShare);
    }

    private double shadowShare(Function<Status.Shadow, OptionalDouble> share) {
        return status.get().shadow().map(share).orElseGet(OptionalDouble::empty).orElse(-1);
    }

    @Override
    public Map<String, Long> getShadowAudits() {
        Map<String, Long> named = new TreeMap<>();
        audit().ifPresent(audit -> audit.results().forEach((result, count) -> named.put(result.name(), count)));
        return named;
    }

    @Override
    public Map<String, Long> getShadowAuditFailures() {
        return audit().map(Status.Audit::failures)
                .<Map<String, Long>>map(TreeMap::new)
                .orElseGet(TreeMap::new);
    }

    private Optional<Status.Audit> audit() {
        return status.get().shadow().flatMap(Status.Shadow::audit);
    }

    @Override
    public double getReplicaShare() {
        return routing.share().fraction();
    }

    @Override
    public void setReplicaShare(double share) {
        routing.to(new CallerShare(share));
    }

    @Override
    public Map<String, Long> getStatements() {
        return byName(status.get().statements());
    }

    private static Map<String, Long> byName(Map<Reason, Long> counts) {
        Map<String, Long> named = new TreeMap<>();
        counts.forEach((reason, count) -> named.put(reason.name(), count));
        return named;
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
    public int getBudgetConcurrent() {
        return status.get()
                .budget()
                .map(Status.Budget::concurrent)
                .orElseGet(OptionalInt::empty)
                .orElse(-1);
    }

    @Override
    public double getBudgetShare() {
        return status.get()
                .budget()
                .map(Status.Budget::share)
                .orElseGet(OptionalDouble::empty)
                .orElse(-1);
    }

    @Override
    public int getBudgetRunning() {
        return status.get().budget().map(Status.Budget::running).orElse(-1);
    }

    @Override
    public long getBudgetRefused() {
        return status.get().budget().map(Status.Budget::refused).orElse(-1L);
    }

    @Override
    public long getReadWaits() {
        return status.get().waits().map(Status.Waits::reads).orElse(-1L);
    }

    @Override
    public long getReadWaitMillis() {
        return status.get().waits().map(Status.Waits::millis).orElse(-1L);
    }

    @Override
    public Map<String, Replica> getReplicas() {
        Map<String, Replica> table = new LinkedHashMap<>();
        status.get().replicas().forEach(replica -> table.put(replica.name(), new JmxReplica(replica)));
        return table;
    }

    @Override
    public void drain(String replica) {
        watch(replica).drain();
    }

    @Override
    public void resume(String replica) {
        watch(replica).resume();
    }

    private ReplicaWatch watch(String replica) {
        return replicas.stream()
                .flatMap(all -> all.watches().stream())
                .filter(watch -> watch.name().text().equals(replica))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no replica " + replica + "; expected one of: "
                        + replicas.map(Replicas::toString).orElse("none")));
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
