package io.tidemark.load;

import io.tidemark.marks.StoreUnavailable;
import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.servers.Servers;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import redis.clients.jedis.RedisClient;

/** Measures the memory that the marks of many callers take in Redis. */
final class MarkMemory {

    private static final int CALLERS = 100_000;
    private static final long ON_PAPER = 10_000_000;
    private static final String USED = "used_memory:";

    private MarkMemory() {}

    static RedisSettings settings(Servers servers) {
        return new RedisSettings(
                servers.redis().uri(),
                Duration.ofSeconds(1),
                32,
                "default",
                Duration.ofHours(1),
                OptionalInt.empty(),
                RedisSettings.Callers.PLAIN);
    }

    /** {@return lines of a Markdown list} */
    static String run(Servers servers) throws StoreUnavailable {
        ClusterId cluster = new ClusterId(Long.MAX_VALUE);
        try (RedisMarks marks = new RedisMarks(settings(servers));
                RedisClient redis = RedisClient.create(servers.redis().uri())) {
            marks.raise(cluster, "first", position(0), Set.of());
            long before = used(redis);
            for (int i = 0; i < CALLERS; i++) {
                marks.raise(cluster, "caller-" + (1_000_000 + i), position(i), Set.of());
            }
            double each = (double) (used(redis) - before) / CALLERS;
            return String.format(
                    Locale.ROOT,
                    "- %d marks of callers with names of 14 characters take %.0f bytes each in Redis %s (`used_memory`)%n"
                            + "- 10 million such callers within one horizon would take %.1f GB, on paper%n",
                    CALLERS,
                    each,
                    version(redis),
                    each * ON_PAPER / 1e9);
        }
    }

    private static Position position(int number) {
        return new Position(1, new Lsn(0x1_0000_0000L + number * 200L));
    }

    private static long used(RedisClient redis) {
        return Long.parseLong(value(redis.info("memory"), USED));
    }

    private static String version(RedisClient redis) {
        return value(redis.info("server"), "redis_version:");
    }

    private static String value(String info, String key) {
        return info.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
