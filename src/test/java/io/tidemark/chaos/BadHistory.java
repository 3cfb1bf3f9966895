package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Operation.Outcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.random.RandomGenerator;

/** Makes the report of a run by hand in which one read is stale and one status is wrong. */
final class BadHistory {

    private static final int SECONDS = 60;

    private BadHistory() {}

    /** @param caller the caller of the stale read, with any characters */
    static Report report(String caller) {
        HandMade made = new HandMade();
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        long version = 0;
        for (int at = 100; at < SECONDS * 1_000; at += 100) {
            version++;
            made.write("bob", at, at + 4 + random.nextInt(20), version);
            made.read("bob", at + 40, at + 44 + random.nextInt(10), version, "bob" + version);
            made.written(at, 1_000L * version);
            made.replayed("replica-1", at + 10, 1_000L * version);
            if (at < 20_000 || at > 26_000) {
                made.replayed("replica-2", at + 10, at > 40_000 && at < 44_000 ? 400_000 : 1_000L * version);
            }
        }
        made.write(caller, 60_010, 60_020, version + 1)
                .read(Kind.READ, caller, 60_030, 60_037, version, "bob" + version)
                .failedRead(60_050, 60_060, 500, "node-1")
                .write("bob", 12_001, 12_900, "perhaps", Outcome.UNKNOWN, 503)
                .failedRead(12_300, 12_800, 503, "node-1")
                .incident("replica-2", "replica-killed", 20_000, 26_000)
                .incident("replica-2", "replay-paused", 40_000, 44_000)
                .incident("redis", "redis-flushed", 30_000, 30_100)
                .incident("node-1", "node-killed", 50_000, 52_000, 0)
                .incident("primary", "primary-crashed", 12_000, 13_500, 503);
        History history = made.history();
        return new Report(
                "a <server> & \"another\"",
                new ChaosSettings(7, Duration.ofSeconds(SECONDS), EnumSet.allOf(Fault.class)),
                history,
                HistoryChecker.check(history, HandMade.BOUND));
    }
}
