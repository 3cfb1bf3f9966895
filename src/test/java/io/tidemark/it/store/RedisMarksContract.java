package io.tidemark.it.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.marks.CallerMarks;
import io.tidemark.marks.MarkStore;
import io.tidemark.marks.MarkStoreContract;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;

/** The additional contract of every store in Redis: a damaged value affects its caller only. */
interface RedisMarksContract extends MarkStoreContract {

    Position LATER = new Position(1, new Lsn(300));

    /** A client that may do everything, of the server that the last empty store is in. */
    UnifiedJedis administrator();

    /** Of the last empty store. */
    String namespace();

    private String key(MarkStore store, String name) {
        return "tidemark:2:" + namespace() + ":" + CLUSTER + ":{" + store.bucket("alice") + "}:" + name;
    }

    /** A kind of damage. */
    record Damage(String name, Change change) {
        interface Change {
            void to(UnifiedJedis redis, String mark);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Damage field(String field, String value) {
        return new Damage(field + " = " + value, (redis, mark) -> redis.hset(mark, field, value));
    }

    static Stream<Damage> damages() {
        return Stream.of(
                field("mark", "nonsense"),
                field("mark", ""),
                field("mark", "12345"),
                field("mark", "00000001000000000000006G"),
                field("mark", "000000000000000000000064"),
                field("mark", "ffffffff0000000000000064"),
                field("w9", "soon"),
                field("w9", ""),
                field("w9", "-1"),
                field("w9", "inf"),
                field("w9", "nan"),
                field("w9", "0x7fffffffffffffff"),
                field("w9", "9999999999999"),
                field("w9", "9".repeat(400)),
                field("", "1"),
                field("w 9", "1"),
                new Damage(
                        "a field that is no UTF-8",
                        (redis, mark) -> redis.hset(
                                mark.getBytes(StandardCharsets.UTF_8),
                                new byte[] {(byte) 0xff, 0},
                                "1".getBytes(StandardCharsets.UTF_8))),
                new Damage("a string", (redis, mark) -> redis.set(mark, "text")),
                new Damage("a list", (redis, mark) -> replace(redis, mark, () -> redis.rpush(mark, "text"))),
                new Damage("a set", (redis, mark) -> replace(redis, mark, () -> redis.sadd(mark, "text"))),
                new Damage(
                        "a stream",
                        (redis, mark) -> replace(
                                redis, mark, () -> redis.xadd(mark, StreamEntryID.NEW_ENTRY, Map.of("a", "b")))));
    }

    private static void replace(UnifiedJedis redis, String key, Runnable by) {
        redis.del(key);
        by.run();
    }

    @ParameterizedTest
    @MethodSource("damages")
    default void whatIsDamagedIsSaidOfItsCallerAloneAndReplacedByTheNextRaise(Damage damage) throws Exception {
        MarkStore store = emptyStore();
        store.raise(CLUSTER, "alice", LATER, Set.of());
        damage.change().to(administrator(), key(store, "mark:alice"));

        assertTrue(store.fetch(CLUSTER, "alice").damaged());
        assertFalse(store.fetch(CLUSTER, "bob").damaged());

        store.raise(CLUSTER, "alice", new Position(1, new Lsn(400)), Set.of());
        CallerMarks raised = store.fetch(CLUSTER, "alice");
        assertEquals(
                new CallerMarks(
                        raised.floor(),
                        Optional.of(new Position(1, new Lsn(400))),
                        false,
                        Set.of(),
                        false,
                        raised.time()),
                raised);
    }

    @ParameterizedTest
    @MethodSource("damages")
    default void aWriteThatIsRolledBackDoesNotHideTheDamage(Damage damage) throws Exception {
        MarkStore store = emptyStore();
        store.raise(CLUSTER, "alice", LATER, Set.of());
        damage.change().to(administrator(), key(store, "mark:alice"));

        store.addPending(CLUSTER, "alice", "w1", Duration.ofMinutes(5));
        assertTrue(store.fetch(CLUSTER, "alice").pending());
        store.dropPending(CLUSTER, "alice", "w1");

        CallerMarks marks = store.fetch(CLUSTER, "alice");
        assertFalse(marks.pending());
        assertTrue(marks.damaged(), "a mark may have been lost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"position", "server", "epoch", "string", "list"})
    default void aFloorThatIsDamagedIsSetAnew(String damaged) throws Exception {
        MarkStore store = emptyStore();
        int bucket = store.bucket("alice");
        store.raiseFloor(CLUSTER, bucket, store.epoch(CLUSTER, bucket), LATER);
        UnifiedJedis redis = administrator();
        String floor = key(store, "floor");
        switch (damaged) {
            case "string" -> redis.set(floor, "text");
            case "list" -> replace(redis, floor, () -> redis.rpush(floor, "text"));
            case "epoch" ->
                redis.hset(
                        floor.getBytes(StandardCharsets.UTF_8),
                        "epoch".getBytes(StandardCharsets.UTF_8),
                        new byte[] {(byte) 0xff, 0});
            default -> redis.hset(floor, damaged, "nonsense");
        }
        if (!damaged.equals("epoch")) {
            assertEquals(Optional.empty(), store.fetch(CLUSTER, "alice").floor());
            assertFalse(store.check(CLUSTER, bucket).floor());
        }
        Position now = new Position(1, new Lsn(400));
        assertEquals(now, store.raiseFloor(CLUSTER, bucket, store.epoch(CLUSTER, bucket), now));
        assertEquals(Optional.of(now), store.fetch(CLUSTER, "alice").floor());
        assertTrue(store.check(CLUSTER, bucket).floor());
    }
}
