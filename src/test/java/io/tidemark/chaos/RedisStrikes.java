package io.tidemark.chaos;

import io.tidemark.chaos.FaultSchedule.Planned;
import io.tidemark.servers.RedisServer;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Jedis;

/** The strikes on Redis. */
final class RedisStrikes {

    /** Some round trips of one request stay within a second, and each one within Tidemark's timeout of 200 ms. */
    private static final Duration SLOWED_BY = Duration.ofMillis(60);

    private static final Duration BETWEEN_LIMITS = Duration.ofMillis(50);
    private static final long TOO_LITTLE = 4_000;

    private final ChaosServers servers;
    private final RedisServer redis;

    RedisStrikes(ChaosServers servers) {
        this.servers = servers;
        this.redis = servers.own().redis();
    }

    Strike of(Planned planned) {
        return switch (planned.fault()) {
            case REDIS_RESTARTED_EMPTY -> new Strike(redis::kill, redis::restartEmpty);
            case REDIS_RESTORED -> new Strike(redis::save, redis::restartFromSnapshot);
            case REDIS_FROZEN -> freeze(planned.end().minus(planned.start()));
            case REDIS_FLUSHED -> Strike.atOnce(this::flush);
            case REDIS_EVICTING -> evict();
            case REDIS_SLOWED ->
                new Strike(
                        () -> servers.links().toRedis().forEach(link -> link.slow(SLOWED_BY)),
                        () -> servers.links().toRedis().forEach(link -> link.restore()));
            default -> throw Strikes.unknown(planned.fault());
        };
    }

    private Strike freeze(Duration duration) {
        return Strike.of(() -> redis.freeze(duration), freeze -> freeze.over().get());
    }

    private void flush() {
        try (Jedis administrator = new Jedis(redis.uri())) {
            administrator.flushAll();
        }
    }

    private Strike evict() {
        return Strike.of(() -> Repeated.start(this::lowerLimit, BETWEEN_LIMITS), Repeated::stop)
                .then(this::removeLimit);
    }

    private void removeLimit() {
        try (Jedis administrator = new Jedis(redis.uri())) {
            limit(administrator, 0, "noeviction");
        }
    }

    /** Sets a limit below the memory in use, so that the next command evicts keys. */
    private void lowerLimit() {
        try (Jedis administrator = new Jedis(redis.uri())) {
            limit(administrator, used(administrator) - TOO_LITTLE, "allkeys-lru");
        }
    }

    private static void limit(Jedis administrator, long bytes, String policy) {
        administrator.configSet("maxmemory", String.valueOf(bytes));
        administrator.configSet("maxmemory-policy", policy);
    }

    private static long used(Jedis administrator) {
        List<String> lines = administrator.info("memory").lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("INFO memory lacks used_memory: " + lines));
    }
}
