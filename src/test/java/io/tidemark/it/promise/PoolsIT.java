package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.Reason;
import io.tidemark.it.pools.FirstCall;
import io.tidemark.it.pools.Work;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests {@code RoutedConnection} with two pools of HikariCP that are far too small for their threads. */
@Timeout(60)
@Tag("standalone")
class PoolsIT {

    private static final int SIZE = 2;
    private static final int TO_WAIT_MILLIS = 10_000;

    private final Servers servers = TestServers.running();
    private final HikariDataSource primary = pool(SIZE, servers.primary().application());
    /** The node polls with one of these. */
    private final HikariDataSource replica = pool(SIZE + 1, servers.replica().application());

    private Node node;

    private static HikariDataSource pool(int size, DataSource source) {
        HikariConfig settings = new HikariConfig();
        settings.setDataSource(source);
        settings.setMaximumPoolSize(size);
        settings.setConnectionTimeout(TO_WAIT_MILLIS);
        // The primary may be down.
        settings.setInitializationFailTimeout(-1);
        return new HikariDataSource(settings);
    }

    @BeforeEach
    void node() throws Exception {
        servers.onPrimary("DELETE FROM things; INSERT INTO things (id, color) SELECT n, 'color ' || n"
                + " FROM generate_series(1001, 1100) n");
        servers.postgres().awaitReplica();
        node = new Node(
                servers.primary().application(),
                primary,
                replica,
                servers.redis().uri(),
                Node.Options.usual());
        node.awaitReplica("nobody else");
        node.reasons();
    }

    @AfterEach
    void close() {
        node.close();
        primary.close();
        replica.close();
    }

    /** The requests of one thread: by turns each kind of work, after each of the calls. */
    private static void request(Connection connection, int thread, int round) throws SQLException {
        FirstCall[] calls = FirstCall.values();
        int call = (thread + round) % (calls.length + 1);
        if (call == calls.length) {
            DSL.using(connection);
        } else {
            calls[call].on(connection);
        }
        Work[] works = Work.values();
        works[(thread + round / (calls.length + 1)) % works.length].on(connection, 1001L + thread);
    }

    @Test
    void noOrderOfCallsDeadlocksThem() throws Exception {
        int rounds = 2 * (FirstCall.values().length + 1);
        Crowd.Result plain = Crowd.make(rounds, (thread, round) -> {
            try (Connection connection = primary.getConnection()) {
                request(connection, thread, round);
            }
        });
        Crowd.Result routed = Crowd.make(
                rounds,
                (thread, round) -> node.as("caller " + thread, connection -> {
                    request(connection, thread, round);
                    return thread;
                }));
        System.out.printf(
                "HikariCP, requests per second: %.0f over a plain pool, %.0f routed%n",
                plain.perSecond(), routed.perSecond());
        assertEquals(List.of(), plain.failures());
        assertEquals(List.of(), routed.failures());
        assertFalse(node.reasons().contains(Reason.REPLICA_UNAVAILABLE), "the replica's pool was waited for in vain");
        assertEquals(0, primary.getHikariPoolMXBean().getActiveConnections());
        assertEquals(1, replica.getHikariPoolMXBean().getActiveConnections());
    }

    @Test
    void readsThatAreDescribedFirstNeedNoPrimary() throws Exception {
        servers.primary().stop();
        try {
            Awaiting.until("the node misses the primary", () -> !node.primary().answers());
            for (FirstCall call : FirstCall.values()) {
                node.inScope("", () -> {
                    try (Connection connection = node.routed().getConnection()) {
                        call.on(connection);
                        Work.READ.on(connection, 1001);
                        return call;
                    }
                });
                assertEquals(Set.of(Reason.ANONYMOUS), Set.copyOf(node.reasons()), call.toString());
            }
        } finally {
            servers.primary().start();
        }
    }

    @Test
    void aConnectionIsNotValidWithoutTheServerThatItWouldRead() throws Exception {
        try (Connection connection = node.routed().getConnection()) {
            assertEquals(true, connection.isValid(1));
            servers.primary().stop();
            try {
                assertFalse(connection.isValid(1));
            } finally {
                servers.primary().start();
            }
        }
    }
}
