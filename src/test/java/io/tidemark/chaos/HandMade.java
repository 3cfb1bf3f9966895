package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Operation.Outcome;
import io.tidemark.chaos.Operation.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A history that a test makes by hand. The times are milliseconds. */
final class HandMade {

    static final Duration BOUND = Duration.ofSeconds(10);

    /** The object of all operations, which has the version 0 at first. */
    static final long OBJECT = 7;

    private final List<Operation> operations = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Promotion> promotions = new ArrayList<>();
    private Optional<Place> place = Optional.empty();

    private record Place(String client, String node) {}

    HandMade() {
        add(-2, -1, "", "", Kind.WRITE, "first", List.of(new Seen(OBJECT, 0, "first")), Outcome.OK, 200);
    }

    /** Adds an acknowledged write. */
    HandMade write(String caller, long start, long end, long version) {
        String value = caller + version;
        return add(start, end, caller, "a", Kind.WRITE, value, seen(version, value), Outcome.OK, 200);
    }

    /** Adds a write that is not acknowledged. */
    HandMade write(String caller, long start, long end, String value, Outcome outcome, int status) {
        return add(start, end, caller, "a", Kind.WRITE, value, List.of(), outcome, status);
    }

    /** Adds a successful read. */
    HandMade read(Kind kind, String caller, long start, long end, long version, String value) {
        return add(start, end, caller, "b", kind, "", seen(version, value), Outcome.OK, 200);
    }

    /** Adds a successful read of one object under the default freshness. */
    HandMade read(String caller, long start, long end, long version, String value) {
        return read(Kind.READ, caller, start, end, version, value);
    }

    /** Adds a successful list without any object. */
    HandMade emptyList(String caller, long start, long end) {
        return add(start, end, caller, "b", Kind.LIST, "", List.of(), Outcome.OK, 200);
    }

    /** Adds a read that has failed. */
    HandMade failedRead(long start, long end, int status, String node) {
        return add(start, end, "alice", node, Kind.READ, "", List.of(), Outcome.FAILED, status);
    }

    HandMade incident(String target, long start, long end, Integer... tolerated) {
        return incident(target, "fault", start, end, tolerated);
    }

    HandMade incident(String target, String fault, long start, long end, Integer... tolerated) {
        incidents.add(new Incident(fault, target, start * 1_000_000, end * 1_000_000, Set.of(tolerated), false));
        return this;
    }

    /** Adds an incident during which marks may not be stored. */
    HandMade redisAway(String target, long start, long end) {
        incidents.add(new Incident("redis away", target, start * 1_000_000, end * 1_000_000, Set.of(), true));
        return this;
    }

    /** Lets the next operations come from that client on that node. By default, each caller has one client. */
    HandMade from(String client, String node) {
        place = Optional.of(new Place(client, node));
        return this;
    }

    /** Adds a promotion whose timeline begins with that version. */
    HandMade promotion(long moved, long gone, long version) {
        promotions.add(new Promotion(moved * 1_000_000, gone * 1_000_000, Map.of(OBJECT, version)));
        return this;
    }

    /** Adds a position of the primary. */
    HandMade written(long at, long position) {
        samples.add(new Sample("primary", at * 1_000_000, position, true));
        return this;
    }

    /** Adds a position of a replica. */
    HandMade replayed(String replica, long at, long position) {
        samples.add(new Sample(replica, at * 1_000_000, position, false));
        return this;
    }

    private static List<Seen> seen(long version, String value) {
        return List.of(new Seen(OBJECT, version, value));
    }

    private HandMade add(
            long start,
            long end,
            String caller,
            String node,
            Kind kind,
            String value,
            List<Seen> seen,
            Outcome outcome,
            int status) {
        operations.add(new Operation(
                operations.size(),
                start * 1_000_000,
                end * 1_000_000,
                place.map(Place::client).orElse(caller.isEmpty() ? "client" : caller),
                caller,
                place.map(Place::node).orElse(node),
                kind,
                kind == Kind.LIST ? 0 : OBJECT,
                value,
                seen,
                outcome,
                status,
                "replica",
                "CAUGHT_UP"));
        return this;
    }

    History history() {
        return new History(operations, incidents, samples, promotions);
    }

    List<Violation> violations() {
        return HistoryChecker.check(history(), BOUND);
    }

    Stream<String> messages() {
        return violations().stream().map(violation -> violation.guarantee() + ": " + violation.message());
    }
}
