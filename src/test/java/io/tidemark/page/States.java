package io.tidemark.page;

import io.tidemark.Reason;
import io.tidemark.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** States of a node, each a change of the one before: two eligible replicas that lag 5 ms, a primary and a store that answer. */
record States(Instant time, Status status, double share) {

    static final String ONE = "jdbc/replica";
    static final String TWO = "jdbc/replica-2";

    static States usual() {
        return new States(
                Instant.ofEpochSecond(1000),
                new Status(
                        true,
                        new Status.Primary(true, Optional.of("0/5000000"), Optional.of(1), Optional.empty()),
                        List.of(replica(ONE), replica(TWO)),
                        Optional.of(new Status.Store(true, false, Optional.of("1:0/1000000"), Optional.empty())),
                        Map.of(),
                        0,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(new Status.Waits(0, 0)),
                        Optional.empty()),
                1);
    }

    static Status.Replica replica(String name) {
        return new Status.Replica(
                name,
                true,
                false,
                false,
                0,
                Optional.of("0/5000000"),
                Optional.of(1),
                OptionalLong.of(5),
                OptionalLong.of(0),
                Optional.empty(),
                OptionalLong.of(0));
    }

    Snapshot snapshot() {
        return new Snapshot(time, status, share, List.of());
    }

    States later() {
        return new States(time.plusSeconds(1), status, share);
    }

    States share(double changed) {
        return new States(time, status, changed);
    }

    private States with(UnaryOperator<Status> change) {
        return new States(time, change.apply(status), share);
    }

    States routing(boolean on) {
        return with(s ->
                copy(s, on, s.primary(), s.replicas(), s.store(), s.statements(), s.problem(), s.waits(), s.shadow()));
    }

    States shadow() {
        Optional<Status.Shadow> shadow = Optional.of(new Status.Shadow(true, Map.of(), 0));
        return with(s ->
                copy(s, false, s.primary(), s.replicas(), s.store(), s.statements(), s.problem(), s.waits(), shadow));
    }

    States primary(boolean ready, int timeline, String problem) {
        Status.Primary primary =
                new Status.Primary(ready, Optional.of("0/5000000"), Optional.of(timeline), text(problem));
        return with(s -> copy(
                s, s.routing(), primary, s.replicas(), s.store(), s.statements(), s.problem(), s.waits(), s.shadow()));
    }

    States withoutReplica() {
        return with(s -> copy(
                s,
                true,
                s.primary(),
                List.of(),
                Optional.empty(),
                s.statements(),
                s.problem(),
                Optional.empty(),
                s.shadow()));
    }

    States store(boolean reachable, String floor, String problem) {
        Status.Store store = new Status.Store(reachable, false, Optional.of(floor), text(problem));
        return with(s -> copy(
                s,
                s.routing(),
                s.primary(),
                s.replicas(),
                Optional.of(store),
                s.statements(),
                s.problem(),
                s.waits(),
                s.shadow()));
    }

    States problem(String problem) {
        return with(s -> copy(
                s,
                s.routing(),
                s.primary(),
                s.replicas(),
                s.store(),
                s.statements(),
                text(problem),
                s.waits(),
                s.shadow()));
    }

    States statements(Map<Reason, Long> counts) {
        return with(s ->
                copy(s, s.routing(), s.primary(), s.replicas(), s.store(), counts, s.problem(), s.waits(), s.shadow()));
    }

    States waits(long reads, long millis) {
        Optional<Status.Waits> waits = Optional.of(new Status.Waits(reads, millis));
        return with(s -> copy(
                s, s.routing(), s.primary(), s.replicas(), s.store(), s.statements(), s.problem(), waits, s.shadow()));
    }

    States lag(String name, long millis) {
        return replica(
                name,
                r -> new Status.Replica(
                        r.name(),
                        r.eligible(),
                        r.drained(),
                        r.quarantined(),
                        r.inFlight(),
                        r.position(),
                        r.timeline(),
                        OptionalLong.of(millis),
                        OptionalLong.of(64),
                        r.problem(),
                        r.clockMillis()));
    }

    /** A replica that has replayed all, at a poll in the past. */
    States notPolled(String name, long millis) {
        return replica(
                name,
                r -> new Status.Replica(
                        r.name(),
                        r.eligible(),
                        r.drained(),
                        r.quarantined(),
                        r.inFlight(),
                        r.position(),
                        r.timeline(),
                        OptionalLong.of(millis),
                        OptionalLong.of(0),
                        r.problem(),
                        r.clockMillis()));
    }

    States clock(String name, long millis) {
        return replica(
                name,
                r -> new Status.Replica(
                        r.name(),
                        r.eligible(),
                        r.drained(),
                        r.quarantined(),
                        r.inFlight(),
                        r.position(),
                        r.timeline(),
                        r.lagMillis(),
                        r.lagBytes(),
                        r.problem(),
                        OptionalLong.of(millis)));
    }

    States ineligible(String name, String problem) {
        return replica(
                name,
                r -> new Status.Replica(
                        r.name(),
                        false,
                        false,
                        false,
                        0,
                        r.position(),
                        r.timeline(),
                        r.lagMillis(),
                        r.lagBytes(),
                        text(problem),
                        r.clockMillis()));
    }

    States drained(String name) {
        return replica(
                name,
                r -> new Status.Replica(
                        r.name(),
                        false,
                        true,
                        false,
                        0,
                        r.position(),
                        r.timeline(),
                        r.lagMillis(),
                        r.lagBytes(),
                        Optional.of("It is drained."),
                        r.clockMillis()));
    }

    States quarantined(String name, String problem) {
        return replica(
                name,
                r -> new Status.Replica(
                        r.name(),
                        false,
                        false,
                        true,
                        0,
                        r.position(),
                        r.timeline(),
                        r.lagMillis(),
                        r.lagBytes(),
                        text(problem),
                        r.clockMillis()));
    }

    private States replica(String name, UnaryOperator<Status.Replica> change) {
        List<Status.Replica> replicas = new ArrayList<>();
        status.replicas().forEach(each -> replicas.add(each.name().equals(name) ? change.apply(each) : each));
        return with(s -> copy(
                s, s.routing(), s.primary(), replicas, s.store(), s.statements(), s.problem(), s.waits(), s.shadow()));
    }

    private static Optional<String> text(String text) {
        return Optional.of(text).filter(known -> !known.isEmpty());
    }

    private static Status copy(
            Status s,
            boolean routing,
            Status.Primary primary,
            List<Status.Replica> replicas,
            Optional<Status.Store> store,
            Map<Reason, Long> statements,
            Optional<String> problem,
            Optional<Status.Waits> waits,
            Optional<Status.Shadow> shadow) {
        return new Status(
                routing,
                primary,
                replicas,
                store,
                statements,
                s.ignoredTokens(),
                problem,
                s.writeCauses(),
                s.budget(),
                waits,
                shadow);
    }
}
