package io.tidemark.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.store.NamespacedStores;
import io.tidemark.marks.CallerMarks;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.servers.RedisServer;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.ClientPauseMode;

/** Fetches of marks while other clients change them, and the number of commands that fetches cost. */
@Tag("standalone")
class MarkFetchIT {

    private static final ClusterId CLUSTER = new ClusterId(-7);
    private static final Position FLOOR = new Position(1, new Lsn(100));
    private static final Position MARK = new Position(1, new Lsn(200));
    private static final Position LATER = new Position(1, new Lsn(300));

    private final RedisServer server = TestServers.running().redis();
    private final Jedis administrator = new Jedis(server.uri());
    private final NamespacedStores stores = new NamespacedStores();
    private final RedisMarks marks = stores.create(server.uri());
    private final String prefix = "tidemark:2:" + stores.namespace() + ":" + CLUSTER + ":{0}:";
    private final String floorKey = prefix + "floor";
    private final String markKey = prefix + "mark:alice";

    @AfterEach
    void close() {
        stores.close();
        administrator.close();
    }

    private void raiseFloor(Position to) throws StoreUnavailable {
        marks.raiseFloor(CLUSTER, 0, marks.epoch(CLUSTER, 0), to);
    }

    /** A change by other clients. */
    private interface Change {
        void make() throws StoreUnavailable;
    }

    /** Fetches alice's marks, with a change by other clients after the first command of the fetch. */
    private CallerMarks fetchAround(Change change) {
        try (RedisConnections around = new Interrupted(change)) {
            return MarkFetch.fetch(around, floorKey, List.of(markKey)).get(0);
        }
    }

    /** Whether reads of the caller must include this position, or go to the primary. */
    private static void assertCovers(Position required, CallerMarks fetched) {
        assertTrue(
                fetched.floor().isEmpty()
                        || fetched.floor().get().compareTo(required) >= 0
                        || fetched.mark()
                                .filter(mark -> mark.compareTo(required) >= 0)
                                .isPresent(),
                fetched.toString());
    }

    @Test
    void aMarkThatIsLostDuringTheFetchIsNotMissed() throws Exception {
        raiseFloor(FLOOR);
        marks.raise(CLUSTER, "alice", MARK, Set.of());
        assertCovers(MARK, fetchAround(() -> administrator.del(floorKey, markKey)));
    }

    @Test
    void aMarkThatIsLostBeforeTheFetchIsCoveredByAFloorThatIsRaisedDuringIt() throws Exception {
        raiseFloor(FLOOR);
        marks.raise(CLUSTER, "alice", MARK, Set.of());
        administrator.del(floorKey, markKey);
        CallerMarks fetched = fetchAround(() -> raiseFloor(LATER));
        assertEquals(Optional.of(LATER), fetched.floor());
    }

    @Test
    void aMarkThatIsEvictedDuringTheFetchIsNotMissed() throws Exception {
        raiseFloor(FLOOR);
        marks.raise(CLUSTER, "alice", MARK, Set.of());
        try {
            assertCovers(MARK, fetchAround(() -> {
                administrator.del(markKey);
                administrator.set("victim", "x".repeat(1000));
                administrator.configSet("maxmemory-policy", "allkeys-random");
                administrator.configSet("maxmemory", "1");
                administrator.ping();
                administrator.configSet("maxmemory", "0");
            }));
        } finally {
            administrator.configSet("maxmemory", "0");
            administrator.configSet("maxmemory-policy", "noeviction");
        }
    }

    @Test
    void aWriteThatBecomesAMarkDuringTheFetchIsStillSeen() throws Exception {
        raiseFloor(FLOOR);
        marks.addPending(CLUSTER, "alice", "w1", Duration.ofMinutes(1));
        CallerMarks fetched = fetchAround(() -> marks.raise(CLUSTER, "alice", MARK, Set.of("w1")));
        assertTrue(fetched.pending());
    }

    /** While Redis answers nobody, four fetches are on their way, and all others wait for one round trip. */
    @Test
    void manyConcurrentFetchesShareTheirCheck() throws Exception {
        raiseFloor(FLOOR);
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            marks.fetch(CLUSTER, "warm");
            Map<String, Long> before = calls();
            administrator.clientPause(1_500, ClientPauseMode.ALL);
            List<Future<CallerMarks>> fetches = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String caller = "caller" + i;
                fetches.add(threads.submit(() -> marks.fetch(CLUSTER, caller)));
            }
            for (Future<CallerMarks> fetch : fetches) {
                assertEquals(Optional.of(FLOOR), fetch.get().floor());
            }
            Map<String, Long> after = calls();
            assertEquals(32, after.getOrDefault("hgetall", 0L) - before.getOrDefault("hgetall", 0L));
            long checks = after.getOrDefault("eval", 0L) - before.getOrDefault("eval", 0L);
            // Nodes of other tests may check their store meanwhile.
            assertTrue(checks >= 5 && checks <= 8, checks + " checks for 32 fetches");
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, Long> calls() {
        Map<String, Long> calls = new HashMap<>();
        Matcher each = Pattern.compile("cmdstat_(\\w+):calls=(\\d+)").matcher(administrator.info("commandstats"));
        while (each.find()) {
            calls.put(each.group(1), Long.parseLong(each.group(2)));
        }
        return calls;
    }

    /** Sends each command by itself, and makes the change after the first. */
    private final class Interrupted implements RedisConnections {

        private final Jedis connection = new Jedis(server.uri());
        private final Change change;

        Interrupted(Change change) {
            this.change = change;
        }

        @Override
        public <T> T pipelined(String key, Function<Pipeline, T> commands) {
            return commands.apply(new Pipeline(connection) {
                private boolean made;

                private <R> R afterwards(R answer) {
                    if (!made) {
                        made = true;
                        sync();
                        try {
                            change.make();
                        } catch (StoreUnavailable failed) {
                            throw new AssertionError(failed);
                        }
                    }
                    return answer;
                }

                @Override
                public Response<Map<String, String>> hgetAll(String hash) {
                    return afterwards(super.hgetAll(hash));
                }

                @Override
                public Response<Object> eval(String script, List<String> keys, List<String> arguments) {
                    return afterwards(super.eval(script, keys, arguments));
                }
            });
        }

        @Override
        public int buckets() {
            return 1;
        }

        @Override
        public @Nullable Object eval(RedisScript script, List<String> keys, List<String> arguments) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reset() {}

        @Override
        public void close() {
            connection.close();
        }
    }
}
