package io.tidemark.marks;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store in memory with one bucket, which a test empties, stops, restores or moves to another server. */
public final class FakeMarkStore implements MarkStore {

    /** The content; a snapshot is a copy. */
    private record Content(
            Map<String, Position> positions,
            Map<String, Map<String, Instant>> pending,
            Map<String, Instant> ends,
            Set<String> tombstones,
            Set<String> damaged,
            Map<ClusterId, String> epochs,
            Map<ClusterId, Integer> floorServers) {

        static Content empty() {
            return new Content(
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashSet<>(),
                    new HashSet<>(),
                    new HashMap<>(),
                    new HashMap<>());
        }

        Content copy() {
            Map<String, Map<String, Instant>> entries = new HashMap<>();
            pending.forEach((caller, writes) -> entries.put(caller, new HashMap<>(writes)));
            return new Content(
                    new HashMap<>(positions),
                    entries,
                    new HashMap<>(ends),
                    new HashSet<>(tombstones),
                    new HashSet<>(damaged),
                    new HashMap<>(epochs),
                    new HashMap<>(floorServers));
        }
    }

    private final Duration horizon;
    private Content content = Content.empty();
    private Content snapshot = Content.empty();
    private Instant now = Instant.parse("2025-01-01T00:00:00Z");
    private Optional<String> unsafe = Optional.empty();
    private int server;
    private int epochsMade;
    private int calls;
    private boolean down;
    private boolean broken;
    private boolean deaf;

    /** A store whose marks do not expire in the time of a test. */
    public FakeMarkStore() {
        this(Duration.ofDays(365));
    }

    /** A store whose marks and pending entries expire after this time. */
    public FakeMarkStore(Duration horizon) {
        this.horizon = horizon;
    }

    public synchronized void goesDown() {
        down = true;
    }

    /** Throws exceptions that the port does not declare. */
    public synchronized void breaks() {
        broken = true;
    }

    public synchronized void comesBack() {
        down = false;
        broken = false;
    }

    /** Restarts the store without its content. */
    public synchronized void isEmptied() {
        content = Content.empty();
        server++;
    }

    /** Saves the content, for {@link #isRestored}. */
    public synchronized void isSaved() {
        snapshot = content.copy();
    }

    /** Restarts the store with the saved content. */
    public synchronized void isRestored() {
        content = snapshot.copy();
        server++;
    }

    /** Makes the store unsafe. */
    public synchronized void evicts() {
        unsafe = Optional.of("the fake store evicts");
    }

    public synchronized void timePasses(Duration duration) {
        now = now.plus(duration);
    }

    public synchronized int calls() {
        return calls;
    }

    /** Returns the number of the caller's pending entries, live or expired. */
    public synchronized int pending(ClusterId cluster, String caller) {
        return content.pending().getOrDefault(cluster + caller, Map.of()).size();
    }

    private void expire(ClusterId cluster, String caller) {
        Instant end = content.ends().get(cluster + caller);
        if (end != null && !end.isAfter(now)) {
            content.positions().remove(cluster + " mark " + caller);
            content.pending().remove(cluster + caller);
            content.damaged().remove(cluster + caller);
            content.ends().remove(cluster + caller);
        }
    }

    private void extend(ClusterId cluster, String caller) {
        expire(cluster, caller);
        content.ends().put(cluster + caller, now.plus(horizon));
    }

    /** Makes the caller's mark unreadable. */
    public synchronized void isDamaged(ClusterId cluster, String caller) {
        content.positions().remove(cluster + " mark " + caller);
        content.damaged().add(cluster + caller);
    }

    /** Executes the next call, and loses its answer. */
    public synchronized void losesAnAnswer() {
        deaf = true;
    }

    private void answer() throws StoreUnavailable {
        if (deaf) {
            deaf = false;
            throw new StoreUnavailable("the fake store's answer was lost");
        }
    }

    private void call() throws StoreUnavailable {
        calls++;
        if (broken) {
            throw new IllegalStateException("the fake store is broken");
        }
        if (down) {
            throw new StoreUnavailable("the fake store is down");
        }
    }

    @Override
    public int buckets() {
        return 1;
    }

    @Override
    public int bucket(String caller) {
        return 0;
    }

    @Override
    public synchronized CallerMarks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        call();
        expire(cluster, caller);
        boolean pending = false;
        Set<String> expired = new HashSet<>();
        for (Map.Entry<String, Instant> write :
                content.pending().getOrDefault(cluster + caller, Map.of()).entrySet()) {
            if (write.getValue().isAfter(now)) {
                pending = true;
            } else {
                expired.add(write.getKey());
            }
        }
        return new CallerMarks(
                floor(cluster),
                get(cluster + " mark " + caller),
                pending,
                expired,
                content.damaged().contains(cluster + caller),
                now);
    }

    private Optional<Position> floor(ClusterId cluster) {
        return Integer.valueOf(server).equals(content.floorServers().get(cluster))
                ? get(cluster + " floor")
                : Optional.empty();
    }

    private Optional<Position> get(String key) {
        return Optional.ofNullable(content.positions().get(key));
    }

    @Override
    public synchronized void addPending(ClusterId cluster, String caller, String write, Duration deadline)
            throws StoreUnavailable {
        call();
        if (!content.tombstones().contains(write)) {
            extend(cluster, caller);
            content.pending()
                    .computeIfAbsent(cluster + caller, made -> new HashMap<>())
                    .put(write, now.plus(deadline));
        }
        answer();
    }

    @Override
    public synchronized void raise(ClusterId cluster, String caller, Position position, Set<String> writes)
            throws StoreUnavailable {
        call();
        extend(cluster, caller);
        content.positions().merge(cluster + " mark " + caller, position, Position::max);
        content.damaged().remove(cluster + caller);
        writes.forEach(write -> forget(cluster, caller, write));
    }

    @Override
    public synchronized void dropPending(ClusterId cluster, String caller, String write) throws StoreUnavailable {
        call();
        forget(cluster, caller, write);
    }

    private void forget(ClusterId cluster, String caller, String write) {
        content.tombstones().add(write);
        content.pending().getOrDefault(cluster + caller, new HashMap<>()).remove(write);
    }

    @Override
    public synchronized Condition check(ClusterId cluster, int bucket) throws StoreUnavailable {
        call();
        return new Condition(floor(cluster).isPresent(), unsafe, now);
    }

    @Override
    public synchronized String epoch(ClusterId cluster, int bucket) throws StoreUnavailable {
        call();
        return content.epochs().computeIfAbsent(cluster, made -> "epoch " + ++epochsMade) + " on " + server;
    }

    @Override
    public synchronized Position raiseFloor(ClusterId cluster, int bucket, String epoch, Position position)
            throws StoreUnavailable {
        call();
        if (!epoch.equals(content.epochs().get(cluster) + " on " + server)) {
            throw new StoreUnavailable("it may have lost something in between");
        }
        content.floorServers().put(cluster, server);
        return content.positions().merge(cluster + " floor", position, Position::max);
    }
}
