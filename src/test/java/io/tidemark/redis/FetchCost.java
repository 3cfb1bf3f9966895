package io.tidemark.redis;

import com.sun.management.OperatingSystemMXBean;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;

/**
 * Measures the processor time of a fetch of marks: of the commands and of the whole process in Redis' own statistics, and of
 * this JVM. Not a test: run its main method with the URI of a Redis that nobody else
 * uses.
 */
public final class FetchCost {

    private static final Duration DURATION = Duration.ofSeconds(3);
    private static final ClusterId CLUSTER = new ClusterId(-7);

    private final Jedis redis;
    private final RedisMarks marks;

    private FetchCost(URI uri) {
        this.redis = new Jedis(uri);
        this.marks = new RedisMarks(new RedisSettings(
                uri,
                Duration.ofSeconds(2),
                32,
                "cost",
                Duration.ofMinutes(10),
                OptionalInt.empty(),
                RedisSettings.Callers.PLAIN));
    }

    /** Takes the URI. */
    public static void main(String[] arguments) throws Exception {
        FetchCost cost = new FetchCost(URI.create(arguments[0]));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        cost.marks.raiseFloor(CLUSTER, 0, cost.marks.epoch(CLUSTER, 0), new Position(1, new Lsn(100)));
        for (int i = 0; i < 200; i++) {
            cost.marks.raise(CLUSTER, "caller" + i, new Position(1, new Lsn(200 + i)), Set.of());
        }
        for (int round = 0; round < 3; round++) {
            for (int readers : List.of(1, 8, 32)) {
                out.println(cost.measure(readers));
            }
        }
        cost.marks.close();
        cost.redis.close();
    }

    private String measure(int readers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try {
            double commands = commandMicros();
            double process = processMicros();
            double node = nodeMicros();
            long end = System.nanoTime() + DURATION.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            for (int reader = 0; reader < readers; reader++) {
                String caller = "caller" + reader;
                counts.add(threads.submit(() -> {
                    long fetches = 0;
                    while (System.nanoTime() < end) {
                        marks.fetch(CLUSTER, caller);
                        fetches++;
                    }
                    return fetches;
                }));
            }
            long fetches = 0;
            for (Future<Long> count : counts) {
                fetches += count.get();
            }
            return String.format(
                    Locale.ROOT,
                    "%2d readers: %,d fetches/s; per fetch: commands %.1f us, Redis %.1f us, node %.1f us",
                    readers,
                    fetches / DURATION.toSeconds(),
                    (commandMicros() - commands) / fetches,
                    (processMicros() - process) / fetches,
                    (nodeMicros() - node) / fetches);
        } finally {
            threads.shutdown();
        }
    }

    /** The time of the commands that clients sent. Those of scripts are part of the scripts'. */
    private double commandMicros() {
        return sum("commandstats", "cmdstat_(?:eval|hgetall):calls=\\d+,usec=(\\d+)");
    }

    private static double nodeMicros() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e3;
    }

    private double processMicros() {
        return sum("cpu", "used_cpu_(?:sys|user):([\\d.]+)") * 1e6;
    }

    private double sum(String section, String pattern) {
        double sum = 0;
        Matcher each = Pattern.compile(pattern).matcher(redis.info(section));
        while (each.find()) {
            sum += Double.parseDouble(each.group(1));
        }
        return sum;
    }
}
