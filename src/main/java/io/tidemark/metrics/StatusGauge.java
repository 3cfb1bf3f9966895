package io.tidemark.metrics;

import io.tidemark.Reason;
import io.tidemark.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * One number of a {@link Status}, published as a gauge. True is 1 and false is 0; an unknown value is NaN.
 *
 * @param name a name by the conventions of Prometheus: lower case, with the unit or {@code total} at the end
 * @param description one sentence
 * @param tags distinguish it from others of the same name
 * @param value reads the number
 */
record StatusGauge(String name, String description, Map<String, String> tags, ToDoubleFunction<Status> value) {

    private static final double MILLIS_PER_SECOND = 1000;

    /** Returns the gauges of a node. Without a replica there are no gauges for replica and store. */
    static List<StatusGauge> of(Status status) {
        List<StatusGauge> gauges = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            gauges.add(statements(reason));
            gauges.add(shadowStatements(reason));
        }
        gauges.add(yesOrNo("tidemark_routing_enabled", "Whether reads are routed on this node.", Status::routing));
        gauges.add(yesOrNo(
                "tidemark_shadow_enabled",
                "Whether reads on the primary are counted as if they were routed.",
                now -> now.shadow().map(Status.Shadow::active).orElse(false)));
        gauges.add(new StatusGauge(
                "tidemark_shadow_waits_total",
                "Number of reads in shadow mode that would first have waited for a replica.",
                Map.of(),
                now -> now.shadow().map(Status.Shadow::waits).orElse(0L)));
        gauges.add(yesOrNo(
                "tidemark_primary_ready",
                "Whether the primary answered the last poll and is a primary.",
                now -> now.primary().ready()));
        gauges.add(new StatusGauge(
                "tidemark_ignored_tokens_total",
                "Number of ignored client positions: forged, malformed, expired, or signed with an unknown key.",
                Map.of(),
                Status::ignoredTokens));
        status.budget().ifPresent(budget -> gauges.addAll(budget(budget)));
        status.waits().ifPresent(present -> gauges.addAll(waits()));
        status.replicas().forEach(replica -> gauges.addAll(replica(replica.name())));
        if (status.store().isPresent()) {
            gauges.addAll(store());
        }
        return gauges;
    }

    private static StatusGauge statements(Reason reason) {
        return new StatusGauge(
                "tidemark_statements_total",
                "Number of statements sent by this node since the start of the application, by route and reason.",
                tags(reason),
                now -> now.statements().getOrDefault(reason, 0L));
    }

    private static StatusGauge shadowStatements(Reason reason) {
        return new StatusGauge(
                "tidemark_shadow_statements_total",
                "Number of statements sent in shadow mode, by the route and reason that routing would have chosen.",
                tags(reason),
                now -> now.shadow()
                        .map(shadow -> shadow.statements().getOrDefault(reason, 0L))
                        .orElse(0L));
    }

    private static Map<String, String> tags(Reason reason) {
        return Map.of("route", reason.route().name().toLowerCase(Locale.ROOT), "reason", reason.name());
    }

    private static List<StatusGauge> budget(Status.Budget limits) {
        List<StatusGauge> gauges = new ArrayList<>();
        gauges.add(ofBudget(
                "tidemark_primary_budget_running",
                "Number of reads that run on the primary because no replica can serve them.",
                Status.Budget::running));
        gauges.add(ofBudget(
                "tidemark_primary_budget_refused_total",
                "Number of reads that were refused because the primary's budget was used up.",
                Status.Budget::refused));
        limits.concurrent()
                .ifPresent(limit -> gauges.add(ofBudget(
                        "tidemark_primary_budget_concurrent",
                        "The most reads on the primary at once that no replica can serve.",
                        now -> limit)));
        limits.share()
                .ifPresent(limit -> gauges.add(ofBudget(
                        "tidemark_primary_budget_share_ratio",
                        "The most reads on the primary that no replica can serve, as a share of the routed reads.",
                        now -> limit)));
        return gauges;
    }

    private static List<StatusGauge> waits() {
        return List.of(
                ofWaits(
                        "tidemark_read_waits_total",
                        "Number of reads that have waited for a replica, whether or not it was in time.",
                        Status.Waits::reads),
                ofWaits(
                        "tidemark_read_wait_seconds_total",
                        "The time that reads have waited for a replica.",
                        waits -> waits.millis() / MILLIS_PER_SECOND));
    }

    private static StatusGauge ofWaits(String name, String description, ToDoubleFunction<Status.Waits> value) {
        return new StatusGauge(name, description, Map.of(), now -> now.waits()
                .map(value::applyAsDouble)
                .orElse(Double.NaN));
    }

    private static StatusGauge ofBudget(String name, String description, ToDoubleFunction<Status.Budget> value) {
        return new StatusGauge(name, description, Map.of(), now -> now.budget()
                .map(value::applyAsDouble)
                .orElse(Double.NaN));
    }

    private static List<StatusGauge> replica(String name) {
        return List.of(
                ofReplica(
                        name,
                        "tidemark_replica_eligible",
                        "Whether the replica may serve reads of new scopes.",
                        replica -> replica.eligible() ? 1 : 0),
                ofReplica(
                        name,
                        "tidemark_replica_quarantined",
                        "Whether the replica is quarantined after failures, or has not served a read since.",
                        replica -> replica.quarantined() ? 1 : 0),
                ofReplica(
                        name,
                        "tidemark_replica_in_flight",
                        "Number of reads of this node that hold a connection of the replica, or wait for one.",
                        Status.Replica::inFlight),
                ofReplica(
                        name,
                        "tidemark_replica_lag_seconds",
                        "The age of the newest position of the primary that the replica has replayed.",
                        replica -> number(replica.lagMillis()) / MILLIS_PER_SECOND),
                ofReplica(
                        name,
                        "tidemark_replica_lag_bytes",
                        "The replica's lag in bytes of WAL behind the primary's last known position.",
                        replica -> number(replica.lagBytes())),
                ofReplica(
                        name,
                        "tidemark_replica_clock_seconds",
                        "Seconds by which the replica's clock is ahead of the primary's; negative if it is behind.",
                        replica -> number(replica.clockMillis()) / MILLIS_PER_SECOND));
    }

    private static StatusGauge ofReplica(
            String replica, String name, String description, ToDoubleFunction<Status.Replica> value) {
        return new StatusGauge(name, description, Map.of("replica", replica), now -> now.replicas().stream()
                .filter(one -> one.name().equals(replica))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN));
    }

    private static double number(OptionalLong known) {
        return known.isPresent() ? known.getAsLong() : Double.NaN;
    }

    private static List<StatusGauge> store() {
        return List.of(
                yesOrNo(
                        "tidemark_store_reachable",
                        "Whether the store of marks answers and has all marks of this node.",
                        now -> now.store().map(Status.Store::reachable).orElse(false)),
                yesOrNo(
                        "tidemark_store_owed",
                        "Whether this node has marks that it could not store yet.",
                        now -> now.store().map(Status.Store::owed).orElse(false)));
    }

    private static StatusGauge yesOrNo(String name, String description, Predicate<Status> yes) {
        return new StatusGauge(name, description, Map.of(), now -> yes.test(now) ? 1 : 0);
    }
}
