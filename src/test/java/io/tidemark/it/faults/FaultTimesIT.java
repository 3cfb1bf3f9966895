package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.it.support.OwnServers;
import io.tidemark.it.support.RoundPool;
import io.tidemark.servers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/**
 * Measures the time from a fault to the first correct route, and the longest read meanwhile. The times are printed;
 * only the routes are asserted.
 */
@Tag("slow")
@Timeout(120)
@Tag("standalone")
class FaultTimesIT {

    private Servers servers;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        servers = OwnServers.start("fault-times");
        node = new Node(
                RoundPool.of(4, servers.primary().application()),
                RoundPool.of(4, servers.replica().application()),
                servers.redis().uri());
        node.writes("alice", "INSERT INTO things (color) VALUES ('before')");
        Awaiting.until("reads on the replica", () -> node.reasonOfARead("alice") == Reason.CAUGHT_UP);
    }

    @AfterEach
    void stop() {
        node.close();
        servers.close();
    }

    /** A change of a server. */
    private interface Fault {
        void happen() throws Exception;
    }

    /** One reader goes on all the time; the fault happens beside it. */
    private void measure(String name, Reason expected, Fault fault) throws Exception {
        for (int i = 0; i < 200; i++) {
            assertEquals(Reason.CAUGHT_UP, node.reasonOfARead("alice"));
        }
        long[] happened = new long[2];
        List<Exception> failures = new ArrayList<>();
        Thread happening = new Thread(() -> {
            try {
                happened[0] = System.nanoTime();
                fault.happen();
                happened[1] = System.nanoTime();
            } catch (Exception failed) {
                failures.add(failed);
            }
        });
        happening.start();
        long dearest = 0;
        Reason reason = Reason.CAUGHT_UP;
        long end = System.nanoTime();
        while (reason != expected) {
            long begin = end;
            reason = node.reasonOfARead("alice");
            end = System.nanoTime();
            dearest = Math.max(dearest, end - begin);
        }
        happening.join();
        assertEquals(List.of(), failures);
        System.out.printf(
                "%s: the first right route came %.1f ms after the fault began, %.1f ms after it was complete;"
                        + " the dearest read took %.1f ms%n",
                name, (end - happened[0]) / 1e6, (end - happened[1]) / 1e6, dearest / 1e6);
        String count = node.read("alice", "SELECT count(*) FROM things WHERE color IN ('before', 'meanwhile')");
        assertEquals(servers.primary().query("SELECT count(*) FROM things"), count);
    }

    @Test
    void theReplicaIsKilled() throws Exception {
        measure("killed", Reason.REPLICA_UNAVAILABLE, () -> servers.replica().kill());
    }

    @Test
    void theReplicaIsPaused() throws Exception {
        try (Node another = new Node(
                servers.primary().application(),
                servers.replica().application(),
                servers.redis().uri())) {
            Awaiting.until(
                    "its position", () -> another.primary().state().problem().isEmpty());
            measure("paused", Reason.REPLICA_BEHIND, () -> {
                servers.pauseReplay();
                another.writes("alice", "INSERT INTO things (color) VALUES ('meanwhile')");
            });
        }
    }

    @Test
    void theReplicaIsPromoted() throws Exception {
        measure("promoted", Reason.REPLICA_INELIGIBLE, () -> servers.replica().promote());
    }

    @Test
    void theStoreIsKilled() throws Exception {
        measure("store killed", Reason.STORE_UNAVAILABLE, () -> servers.redis().kill());
    }

    @Test
    void theStoreIsFrozen() throws Exception {
        measure("store frozen", Reason.STORE_UNAVAILABLE, () -> servers.redis().freeze(Duration.ofSeconds(3)));
    }

    /** Nobody's mark is needed for alice to read on the replica, until the floor stands for all that were lost. */
    @Test
    void theStoreIsFlushed() throws Exception {
        try (Jedis administrator = new Jedis(servers.redis().uri())) {
            servers.pauseReplay();
            node.writes("bob", "INSERT INTO things (color) VALUES ('meanwhile')");
            measure("store flushed", Reason.REPLICA_BEHIND, administrator::flushAll);
        }
    }
}
