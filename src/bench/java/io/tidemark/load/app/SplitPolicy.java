package io.tidemark.load.app;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The rules by which applications without Tidemark choose a server for the reads of a request. */
public enum SplitPolicy {
    /** The primary. */
    PRIMARY {
        @Override
        boolean allowsReplica(String user) {
            return false;
        }
    },
    /** The replica. */
    REPLICA {
        @Override
        boolean allowsReplica(String user) {
            return true;
        }
    },
    /** The primary and the replica by turns. */
    ROUND_ROBIN {
        private final AtomicLong turn = new AtomicLong();

        @Override
        boolean allowsReplica(String user) {
            return turn.incrementAndGet() % 2 == 0;
        }
    },
    /** The primary for two seconds after a write of the user. */
    PIN_2S {
        @Override
        boolean allowsReplica(String user) {
            return !wroteWithin(user, Duration.ofSeconds(2));
        }
    },
    /** The primary for 15 seconds after a write of the user. */
    PIN_15S {
        @Override
        boolean allowsReplica(String user) {
            return !wroteWithin(user, Duration.ofSeconds(15));
        }
    },
    /** The replica while its lag, measured once per second, is below 100 ms. */
    LAG_100MS {
        @Override
        boolean allowsReplica(String user) {
            return ReplicaLag.MEASURED.isBelow(Duration.ofMillis(100));
        }
    };

    private static final Map<String, Long> WRITES = new ConcurrentHashMap<>();

    abstract boolean allowsReplica(String user);

    /** Remembers that the user writes. One node needs no more; several nodes would use a cookie or a store. */
    static void wrote(String user) {
        WRITES.put(user, System.nanoTime());
    }

    static boolean wroteWithin(String user, Duration time) {
        Long last = WRITES.get(user);
        return last != null && System.nanoTime() - last < time.toNanos();
    }
}
