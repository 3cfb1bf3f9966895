package io.tidemark.telemetry;

import io.tidemark.AuditResult;
import io.tidemark.Reason;
import io.tidemark.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * One of the {@link NodeNumbers}, as adapters publish it. True is 1 and false is 0; an unknown value is NaN.
 *
 * @param tags distinguish it from others of the same metric
 * @param value reads the number
 */
public record Figure(Metric metric, Map<String, String> tags, ToDoubleFunction<NodeNumbers> value) {

    private static final double MILLIS_PER_SECOND = 1000;

    private static final String REASON = "reason";
    private static final String OUTCOME = "outcome";

    /** Returns the figures of a node. Without a replica there are none of replica and store. */
    public static List<Figure> of(Status status) {
        List<Figure> figures = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            Map<String, String> tags = Map.of("route", route(reason), REASON, reason.name());
            figures.add(statements(Metric.STATEMENTS, reason, tags));
            figures.add(ofShadow(Metric.SHADOW_STATEMENTS, tags, shadow -> shadow.statements()
                    .getOrDefault(reason, 0L)));
            if (reason.isDiverted()) {
                figures.add(statements(Metric.DIVERSIONS, reason, Map.of(REASON, reason.name())));
            }
        }
        figures.add(yesOrNo(Metric.ROUTING_ENABLED, Status::routing));
        figures.add(yesOrNo(
                Metric.SHADOW_ENABLED,
                now -> now.shadow().map(Status.Shadow::active).orElse(false)));
        figures.add(ofShadow(Metric.SHADOW_WAITS, Map.of(), Status.Shadow::waits));
        figures.addAll(audits());
        figures.add(yesOrNo(Metric.PRIMARY_READY, now -> now.primary().ready()));
        figures.add(ofStatus(Metric.IGNORED_TOKENS, Map.of(), Status::ignoredTokens));
        figures.add(ofStatus(Metric.TOKENS, Map.of(OUTCOME, "ignored"), Status::ignoredTokens));
        figures.add(new Figure(Metric.TOKENS, Map.of(OUTCOME, "accepted"), NodeNumbers::acceptedTokens));
        status.budget().ifPresent(budget -> figures.addAll(budget(budget)));
        status.waits().ifPresent(present -> figures.addAll(waits()));
        status.replicas().forEach(replica -> figures.addAll(replica(replica.name())));
        if (status.store().isPresent()) {
            figures.addAll(store());
        }
        return figures;
    }

    private static String route(Reason reason) {
        return Metric.value(reason.route());
    }

    private static Figure statements(Metric metric, Reason reason, Map<String, String> tags) {
        return ofStatus(metric, tags, now -> now.statements().getOrDefault(reason, 0L));
    }

    private static Figure ofShadow(Metric metric, Map<String, String> tags, ToDoubleFunction<Status.Shadow> value) {
        return ofStatus(
                metric, tags, now -> now.shadow().map(value::applyAsDouble).orElse(0.0));
    }

    private static List<Figure> audits() {
        return Arrays.stream(AuditResult.values())
                .map(result -> ofShadow(Metric.SHADOW_AUDITS, Map.of("result", result.name()), shadow -> shadow.audit()
                        .map(audit -> audit.count(result))
                        .orElse(0L)))
                .toList();
    }

    private static List<Figure> waits() {
        return List.of(
                ofWaits(Metric.READ_WAITS, Status.Waits::reads),
                ofWaits(Metric.READ_WAIT_TIME, waits -> waits.millis() / MILLIS_PER_SECOND));
    }

    private static Figure ofWaits(Metric metric, ToDoubleFunction<Status.Waits> value) {
        return ofStatus(
                metric, Map.of(), now -> now.waits().map(value::applyAsDouble).orElse(Double.NaN));
    }

    private static List<Figure> budget(Status.Budget limits) {
        List<Figure> figures = new ArrayList<>();
        figures.add(ofBudget(Metric.BUDGET_RUNNING, Status.Budget::running));
        figures.add(ofBudget(Metric.BUDGET_REFUSED, Status.Budget::refused));
        limits.concurrent().ifPresent(limit -> figures.add(ofBudget(Metric.BUDGET_CONCURRENT, now -> limit)));
        limits.share().ifPresent(limit -> figures.add(ofBudget(Metric.BUDGET_SHARE, now -> limit)));
        return figures;
    }

    private static Figure ofBudget(Metric metric, ToDoubleFunction<Status.Budget> value) {
        return ofStatus(
                metric, Map.of(), now -> now.budget().map(value::applyAsDouble).orElse(Double.NaN));
    }

    private static List<Figure> replica(String name) {
        return List.of(
                ofReplica(name, Metric.REPLICA_ELIGIBLE, replica -> replica.eligible() ? 1 : 0),
                ofReplica(name, Metric.REPLICA_QUARANTINED, replica -> replica.quarantined() ? 1 : 0),
                ofReplica(name, Metric.REPLICA_IN_FLIGHT, Status.Replica::inFlight),
                ofReplica(name, Metric.REPLICA_LAG, replica -> number(replica.lagMillis()) / MILLIS_PER_SECOND),
                ofReplica(name, Metric.REPLICA_BACKLOG, replica -> number(replica.lagBytes())),
                ofReplica(name, Metric.REPLICA_CLOCK, replica -> number(replica.clockMillis()) / MILLIS_PER_SECOND));
    }

    private static Figure ofReplica(String replica, Metric metric, ToDoubleFunction<Status.Replica> value) {
        return ofStatus(metric, Map.of("replica", replica), now -> now.replicas().stream()
                .filter(one -> one.name().equals(replica))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN));
    }

    private static double number(OptionalLong known) {
        return known.isPresent() ? known.getAsLong() : Double.NaN;
    }

    private static List<Figure> store() {
        return List.of(
                yesOrNo(
                        Metric.STORE_REACHABLE,
                        now -> now.store().map(Status.Store::reachable).orElse(false)),
                yesOrNo(
                        Metric.STORE_OWED,
                        now -> now.store().map(Status.Store::owed).orElse(false)),
                new Figure(Metric.PENDING_ENTRIES, Map.of(), NodeNumbers::pendingEntries));
    }

    private static Figure yesOrNo(Metric metric, Predicate<Status> yes) {
        return ofStatus(metric, Map.of(), now -> yes.test(now) ? 1 : 0);
    }

    private static Figure ofStatus(Metric metric, Map<String, String> tags, ToDoubleFunction<Status> value) {
        return new Figure(metric, tags, now -> value.applyAsDouble(now.status()));
    }
}
