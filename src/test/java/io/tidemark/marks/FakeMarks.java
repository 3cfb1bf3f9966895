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

/** A store in memory with one bucket, which can be emptied, taken down, restored and moved to another server. */
public final class FakeMarks implements MarkStore {

    /** The content of the store. A copy is a snapshot. */
    private record Content(
            Map<String, Position> positions,
            Map<String, Map<String, Instant>> pending,
            Set<String> tombstones,
            Set<String> damaged,
            Map<ClusterId, String> epochs,
            Map<ClusterId, Integer> floorServers) {

        static Content empty() {
            return new Content(
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
                    new HashSet<>(tombstones),
                    new HashSet<>(damaged),
                    new HashMap<>(epochs),
                    new HashMap<>(floorServers));
        }
    }

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

    public synchronized void goesDown() {
        down = true;
    }

    /** Makes every later call throw an unexpected exception. */
    public synchronized void breaks() {
        broken = true;
    }

    public synchronized void comesBack() {
        down = false;
        broken = false;
    }

    /** Simulates a restart without data. */
    public synchronized void isEmptied() {
        content = Content.empty();
        server++;
    }

    /** All of it is remembered, for {@link #isRestored}. */
    public synchronized void isSaved() {
        snapshot = content.copy();
    }

    /** Simulates a restart with the saved data. */
    public synchronized void isRestored() {
        content = snapshot.copy();
        server++;
    }

    /** From now on it may lose marks. */
    public synchronized void evicts() {
        unsafe = Optional.of("the fake store evicts");
    }

    public synchronized void timePasses(Duration duration) {
        now = now.plus(duration);
    }

    public synchronized int calls() {
        return calls;
    }

    /** {@return the number of pending entries of the caller, including expired ones} */
    public synchronized int pending(ClusterId cluster, String caller) {
        return content.pending().getOrDefault(cluster + caller, Map.of()).size();
    }

    /** Damages the caller's mark. */
    public synchronized void isDamaged(ClusterId cluster, String caller) {
        content.positions().remove(cluster + " mark " + caller);
        content.damaged().add(cluster + caller);
    }

    /** It does the next thing that it is asked for, but its answer is lost. */
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
    public synchronized Marks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        call();
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
        return new Marks(
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
    public synchronized void pend(ClusterId cluster, String caller, String write, Duration deadline)
            throws StoreUnavailable {
        call();
        if (!content.tombstones().contains(write)) {
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
        content.positions().merge(cluster + " mark " + caller, position, Position::max);
        content.damaged().remove(cluster + caller);
        writes.forEach(write -> forget(cluster, caller, write));
    }

    @Override
    public synchronized void drop(ClusterId cluster, String caller, String write) throws StoreUnavailable {
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
