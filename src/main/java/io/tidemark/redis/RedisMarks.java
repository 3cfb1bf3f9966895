package io.tidemark.redis;

import io.tidemark.marks.CallerMarks;
import io.tidemark.marks.MarkStore;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Marks in Redis. Each caller has a hash with its mark and its pending writes, which expires after the horizon. Each
 * bucket has a hash with its floor, which does not expire. Each write that has ended has a tombstone, which outlives
 * any request still in flight.
 *
 * <p>All changes are {@link RedisScript}s, so that a delayed request cannot overwrite a newer mark. Concurrent fetches share
 * round trips: see {@link MarkFetch}. On a server with replicas, at least one of them must confirm a raise; otherwise the raise
 * counts as not stored. This shortens the time in which two servers both act as master, but does not eliminate it.
 * Connects at its first use. Thread-safe.
 */
public final class RedisMarks implements MarkStore, AutoCloseable {

    private static final String SAFE_POLICY = "noeviction";

    /**
     * The life of a tombstone, as a bound for delayed additions. A later addition expires like any pending write, at
     * the cost of a few reads on the primary.
     */
    private static final String TOMBSTONE_MILLIS =
            Long.toString(Duration.ofMinutes(1).toMillis());

    /** With more round trips in flight, fewer fetches would share one. With fewer, a fetch would wait more often. */
    private static final int FETCHES_IN_FLIGHT = 4;

    /**
     * The answer of a script, with its confirmations.
     *
     * @param replicas the number of replicas that have confirmed the script's writes
     */
    private record Confirmed(@Nullable Object answer, long replicas) {}

    private final RedisConnections redis;
    private final RedisKeys keys;
    private final RedisSettings settings;
    private final String horizonMillis;
    private final long confirmMillis;

    /** The fetches of each bucket, by the key of its floor. */
    private final Map<String, SharedRoundTrips<String, CallerMarks>> fetches = new ConcurrentHashMap<>();

    /**
     * The run id of each bucket's server that has been seen with a replica. Such a server must never be without one
     * again.
     */
    private final Map<Integer, String> replicated = new ConcurrentHashMap<>();

    /** Stores marks at the address of the settings. */
    public RedisMarks(RedisSettings settings) {
        this.settings = settings;
        this.redis = connections(settings);
        this.keys = new RedisKeys(settings.namespace(), redis.buckets(), settings.callers());
        this.horizonMillis = Long.toString(settings.horizon().toMillis());
        // Shorter than the timeout for the answer, so that the answer arrives.
        this.confirmMillis = Math.max(1, settings.timeout().toMillis() * 3 / 4);
    }

    private static RedisConnections connections(RedisSettings settings) {
        RedisAddress at = RedisAddress.of(settings.uri());
        Duration timeout = settings.timeout();
        int size = settings.connections();
        return switch (at.kind()) {
            case SINGLE ->
                new SingleMasterRedis<>(() -> RedisClients.single(at, timeout, size), client -> client.getPool()
                        .clear());
            case SENTINEL ->
                new SingleMasterRedis<>(
                        () -> RedisClients.sentinel(at, timeout, size),
                        client -> client.getPrimaryNodesConnectionMap().values().forEach(pool -> pool.clear()));
            case CLUSTER -> new RedisCluster(() -> RedisClients.cluster(at, timeout, size));
        };
    }

    @Override
    public int buckets() {
        return redis.buckets();
    }

    @Override
    public int bucket(String caller) {
        return keys.bucket(caller);
    }

    @Override
    public CallerMarks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        return fetches.computeIfAbsent(keys.floor(cluster, bucket(caller)), this::fetchesOf)
                .ask(keys.mark(cluster, caller));
    }

    private SharedRoundTrips<String, CallerMarks> fetchesOf(String floorKey) {
        return new SharedRoundTrips<>(
                FETCHES_IN_FLIGHT, markKeys -> ask(() -> MarkFetch.fetch(redis, floorKey, markKeys)));
    }

    @Override
    public void addPending(ClusterId cluster, String caller, String write, Duration deadline) throws StoreUnavailable {
        List<String> touched = List.of(keys.mark(cluster, caller), keys.tombstone(cluster, caller, write));
        List<String> arguments = List.of(write, Long.toString(deadline.toMillis()), horizonMillis);
        ask(() -> Optional.ofNullable(redis.eval(RedisScript.PEND, touched, arguments)));
    }

    @Override
    public void raise(ClusterId cluster, String caller, Position position, Set<String> writes) throws StoreUnavailable {
        List<String> touched = new ArrayList<>(List.of(keys.mark(cluster, caller)));
        List<String> arguments = new ArrayList<>(List.of(PositionText.of(position), horizonMillis, TOMBSTONE_MILLIS));
        for (String write : writes) {
            touched.add(keys.tombstone(cluster, caller, write));
            arguments.add(write);
        }
        confirmed(bucket(caller), RedisScript.RAISE, touched, arguments);
    }

    @Override
    public void dropPending(ClusterId cluster, String caller, String write) throws StoreUnavailable {
        List<String> touched = List.of(keys.mark(cluster, caller), keys.tombstone(cluster, caller, write));
        ask(() -> Optional.ofNullable(redis.eval(RedisScript.DROP, touched, List.of(write, TOMBSTONE_MILLIS))));
    }

    @Override
    public Condition check(ClusterId cluster, int bucket) throws StoreUnavailable {
        return ask(() -> {
            List<String> answer =
                    ScriptAnswer.texts(redis.eval(RedisScript.CHECK, List.of(keys.floor(cluster, bucket)), List.of()));
            noteReplicas(bucket, answer.get(5), Integer.parseInt(answer.get(2)));
            return new Condition(
                    answer.get(0).equals("1"), unsafe(answer.get(1)), ScriptAnswer.time(answer.get(3), answer.get(4)));
        });
    }

    /** A master that is cut off loses its replicas and continues. A newly promoted master has no replicas yet. */
    private void noteReplicas(int bucket, String server, int connected) {
        if (connected > 0) {
            replicated.put(bucket, server);
        } else if (!server.equals(replicated.get(bucket))) {
            replicated.remove(bucket);
        }
    }

    private static Optional<String> unsafe(String policy) {
        return policy.equals(SAFE_POLICY)
                ? Optional.empty()
                : Optional.of(
                        "Redis may evict them, by its maxmemory-policy " + policy + "; expected " + SAFE_POLICY + ".");
    }

    @Override
    public String epoch(ClusterId cluster, int bucket) throws StoreUnavailable {
        List<String> random = List.of(UUID.randomUUID().toString());
        return ask(() -> String.valueOf(redis.eval(RedisScript.EPOCH, List.of(keys.floor(cluster, bucket)), random)));
    }

    @Override
    public Position raiseFloor(ClusterId cluster, int bucket, String epoch, Position position) throws StoreUnavailable {
        Object floor = confirmed(
                bucket,
                RedisScript.RAISE_FLOOR,
                List.of(keys.floor(cluster, bucket)),
                List.of(epoch, PositionText.of(position)));
        if (floor == null) {
            throw new StoreUnavailable("Redis may have lost marks while its floor was being set.");
        }
        return ask(() -> PositionText.parse(floor.toString()));
    }

    private @Nullable Object confirmed(int bucket, RedisScript script, List<String> touched, List<String> arguments)
            throws StoreUnavailable {
        int wanted = settings.replicas().orElse(replicated.containsKey(bucket) ? 1 : 0);
        if (wanted == 0) {
            return ask(() -> Optional.ofNullable(redis.eval(script, touched, arguments)))
                    .orElse(null);
        }
        Confirmed done = ask(() ->
                redis.pipelined(touched.get(0), pipeline -> confirmed(pipeline, script, touched, arguments, wanted)));
        if (done.replicas() < wanted) {
            throw new StoreUnavailable("Redis: " + done.replicas() + " of " + wanted
                    + " replicas have confirmed the write; a failover may lose it.");
        }
        return done.answer();
    }

    /** Sends both commands over one connection, because WAIT covers only the writes of its own connection. */
    private Confirmed confirmed(
            Pipeline pipeline, RedisScript script, List<String> touched, List<String> arguments, int wanted) {
        Response<Object> answer = pipeline.eval(script.text(), touched, arguments);
        Response<Long> replicas = pipeline.waitReplicas(wanted, confirmMillis);
        pipeline.sync();
        return new Confirmed(answer.get(), replicas.get());
    }

    @Override
    public void close() {
        redis.close();
    }

    private <T> T ask(Supplier<T> call) throws StoreUnavailable {
        try {
            return call.get();
        } catch (JedisConnectionException lost) {
            // The other connections of the pool lead to the same server and would fail as well.
            redis.reset();
            throw new StoreUnavailable(RedisFailureText.inWords(lost, "a Redis that answers at this address"), lost);
        } catch (JedisAccessControlException refused) {
            throw new StoreUnavailable(
                    RedisFailureText.inWords(
                            refused,
                            "the user and password of a Redis user with the rights for the library's commands"
                                    + " and keys"),
                    refused);
        } catch (JedisException failed) {
            // The server may have become a replica. A new connection may reach the master.
            redis.reset();
            throw new StoreUnavailable(
                    RedisFailureText.inWords(failed, "a Redis that runs the library's scripts"), failed);
        } catch (RuntimeException failed) {
            throw new StoreUnavailable(
                    RedisFailureText.inWords(failed, "a Redis that runs the library's scripts"), failed);
        }
    }
}
