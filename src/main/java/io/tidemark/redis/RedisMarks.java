package io.tidemark.redis;

import io.tidemark.routing.MarkStore;
import io.tidemark.routing.Marks;
import io.tidemark.routing.StoreUnavailable;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Marks in Redis: one text value per caller, which expires after the horizon; one for the floor and one for the epoch,
 * which do not.
 *
 * <p>Keys begin with {@code tidemark:1}, the version of this format, then the namespace and the cluster's system
 * identifier. A position is only ever raised, in a script, so that an older request cannot overwrite a newer mark. Does
 * not connect before its first use. Thread-safe.
 */
public final class RedisMarks implements MarkStore, AutoCloseable {

    private static final String RAISE =
            """
            local held = redis.call('GET', KEYS[1])
            if held and held >= ARGV[1] then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
            else
              redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            end
            return 1
            """;

    private static final String EPOCH =
            """
            redis.call('SET', KEYS[1], ARGV[1], 'NX')
            return redis.call('GET', KEYS[1])
            """;

    private static final String RAISE_FLOOR =
            """
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then
              return false
            end
            local held = redis.call('GET', KEYS[1])
            if held and held >= ARGV[2] then
              return held
            end
            redis.call('SET', KEYS[1], ARGV[2])
            return ARGV[2]
            """;

    private final RedisClient redis;
    private final String prefix;
    private final String horizonMillis;

    /**
     * Keeps marks through a client.
     *
     * @param redis a client with time-outs; closed with this
     * @param namespace keeps applications apart that share a Redis and a cluster
     * @param horizon how long a mark lives after it was last raised
     */
    public RedisMarks(RedisClient redis, String namespace, Duration horizon) {
        this.redis = redis;
        this.prefix = "tidemark:1:" + namespace + ":";
        this.horizonMillis = Long.toString(horizon.toMillis());
    }

    @Override
    public Marks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
        return ask(() -> {
            List<@Nullable String> values = redis.mget(key(cluster, "floor"), mark(cluster, caller));
            return new Marks(position(values.get(0)), position(values.get(1)));
        });
    }

    @Override
    public void raise(ClusterId cluster, String caller, Position position) throws StoreUnavailable {
        ask(() -> redis.eval(RAISE, List.of(mark(cluster, caller)), List.of(PositionText.of(position), horizonMillis)));
    }

    @Override
    public String epoch(ClusterId cluster) throws StoreUnavailable {
        return ask(() -> (String) redis.eval(
                EPOCH, List.of(key(cluster, "epoch")), List.of(UUID.randomUUID().toString())));
    }

    @Override
    public Position raiseFloor(ClusterId cluster, String epoch, Position position) throws StoreUnavailable {
        Optional<Position> floor = ask(() -> position((@Nullable String) redis.eval(
                RAISE_FLOOR,
                List.of(key(cluster, "floor"), key(cluster, "epoch")),
                List.of(epoch, PositionText.of(position)))));
        return floor.orElseThrow(() -> new StoreUnavailable("Redis was emptied while its floor was being set."));
    }

    @Override
    public void close() {
        redis.close();
    }

    private String key(ClusterId cluster, String name) {
        return prefix + cluster + ":" + name;
    }

    private String mark(ClusterId cluster, String caller) {
        return key(cluster, "mark:" + caller);
    }

    private static Optional<Position> position(@Nullable String text) {
        return Optional.ofNullable(text).map(PositionText::parse);
    }

    private <T> T ask(Supplier<T> call) throws StoreUnavailable {
        try {
            return call.get();
        } catch (JedisConnectionException lost) {
            // The pool's other connections lead to the same server; each would fail once more.
            redis.getPool().clear();
            throw new StoreUnavailable(inWords(lost, "a Redis that answers there"), lost);
        } catch (JedisAccessControlException refused) {
            throw new StoreUnavailable(
                    inWords(refused, "the user and the password of one who may use the library's commands and keys"),
                    refused);
        } catch (JedisException | IllegalArgumentException | IllegalStateException failed) {
            throw new StoreUnavailable(inWords(failed, "a Redis that runs the library's scripts"), failed);
        }
    }

    private static String inWords(RuntimeException failed, String expected) {
        return failed.getMessage() + "; expected " + expected;
    }
}
