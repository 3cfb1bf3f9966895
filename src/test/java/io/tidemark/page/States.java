package io.tidemark.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.Status;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

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

    States routing(boolean on) {
        return with(Map.of("routing", on));
    }

    States shadow() {
        return with(Map.of("routing", false, "shadow", Optional.of(new Status.Shadow(true, Map.of(), 0))));
    }

    States primary(boolean ready, int timeline, String problem) {
        return with(Map.of(
                "primary", new Status.Primary(ready, Optional.of("0/5000000"), Optional.of(timeline), text(problem))));
    }

    States withoutReplica() {
        return with(
                Map.of("routing", true, "replicas", List.of(), "store", Optional.empty(), "waits", Optional.empty()));
    }

    States store(boolean reachable, String floor, String problem) {
        return with(
                Map.of("store", Optional.of(new Status.Store(reachable, false, Optional.of(floor), text(problem)))));
    }

    States problem(String problem) {
        return with(Map.of("problem", text(problem)));
    }

    States statements(Map<Reason, Long> counts) {
        return with(Map.of("statements", counts));
    }

    States waits(long reads, long millis) {
        return with(Map.of("waits", Optional.of(new Status.Waits(reads, millis))));
    }

    States lag(String name, long millis) {
        return replica(name, Map.of("lagMillis", OptionalLong.of(millis), "lagBytes", OptionalLong.of(64)));
    }

    /** A replica that has replayed all, at a poll in the past. */
    States notPolled(String name, long millis) {
        return replica(name, Map.of("lagMillis", OptionalLong.of(millis), "lagBytes", OptionalLong.of(0)));
    }

    States clock(String name, long millis) {
        return replica(name, Map.of("clockMillis", OptionalLong.of(millis)));
    }

    States ineligible(String name, String problem) {
        return replica(name, Map.of("eligible", false, "problem", text(problem)));
    }

    States drained(String name) {
        return replica(name, Map.of("eligible", false, "drained", true, "problem", Optional.of("It is drained.")));
    }

    States quarantined(String name, String problem) {
        return replica(name, Map.of("eligible", false, "quarantined", true, "problem", text(problem)));
    }

    private States with(Map<String, Object> changes) {
        return new States(time, changed(status, changes), share);
    }

    private States replica(String name, Map<String, Object> changes) {
        List<Status.Replica> replicas = status.replicas().stream()
                .map(each -> each.name().equals(name) ? changed(each, changes) : each)
                .toList();
        return with(Map.of("replicas", replicas));
    }

    private static Optional<String> text(String text) {
        return Optional.of(text).filter(known -> !known.isEmpty());
    }

    /** Returns a copy of a record with other values for the components of these names. */
    @SuppressWarnings("unchecked")
    private static <R extends Record> R changed(R record, Map<String, Object> changes) {
        List<Class<?>> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        Set<String> unknown = new HashSet<>(changes.keySet());
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                types.add(component.getType());
                Object change = changes.get(component.getName());
                values.add(change == null ? component.getAccessor().invoke(record) : change);
                unknown.remove(component.getName());
            }
            assertEquals(Set.of(), unknown, "names of components");
            return (R) record.getClass()
                    .getDeclaredConstructor(types.toArray(Class<?>[]::new))
                    .newInstance(values.toArray());
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
