package io.tidemark.it.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.Await;
import io.tidemark.testkit.Replica;
import io.tidemark.testkit.Tidemark;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import redis.clients.jedis.Jedis;

/** Tests the servers of {@link Tidemark} and lag on command, as a user's test would use them. */
@Timeout(120)
@Tag("standalone")
class TidemarkIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final Tidemark servers = Tidemark.withReplicas(2);

    @BeforeAll
    static void createTable() throws Exception {
        servers.primary().execute(Orders.TABLE);
        servers.awaitReplicas();
    }

    private static Orders reading(int replica) {
        return new Orders(
                servers.primary().dataSource(), servers.replica(replica).dataSource());
    }

    @Test
    void aPausedReplicaLacksACommitUntilItIsResumedAndAnotherShowsIt() throws Exception {
        servers.replica(0).pause();
        reading(0).place("ann", "pen");
        servers.replica(1).awaitCaughtUp();
        assertEquals(0, reading(0).count("ann"));
        assertEquals(1, reading(1).count("ann"));
        servers.replica(0).resume();
        servers.replica(0).awaitCaughtUp();
        assertEquals(1, reading(0).count("ann"));
    }

    @Test
    void aReplicaWithLagShowsACommitThatMuchLaterAndPausesMeanwhile() throws Exception {
        Duration lag = Duration.ofSeconds(1);
        servers.replica(0).lag(lag);
        long begun = System.nanoTime();
        reading(0).place("ben", "pen");
        Await.until("the order", SOON, () -> reading(0).count("ben") == 1);
        assertTrue(System.nanoTime() - begun >= lag.toNanos(), "it was visible before the lag was over");

        servers.replica(0).lag(Duration.ofHours(1));
        reading(0).place("ben", "ink");
        servers.replica(1).awaitCaughtUp();
        servers.replica(0).pause();
        servers.replica(0).lag(Duration.ZERO);
        assertEquals(1, reading(0).count("ben"));
        servers.replica(0).resume();
        servers.replica(0).awaitCaughtUp();
        assertEquals(2, reading(0).count("ben"));
    }

    @Test
    void aLostReplicaRefusesConnectionsAndCommandsUntilItIsRecovered() throws Exception {
        Replica lost = servers.replica(1);
        lost.lose();
        lost.lose();
        assertThrows(SQLException.class, () -> reading(1).count("cid"));
        assertRefused("replica(1) cannot be paused, because it is lost. Call recover() first", lost::pause);
        assertRefused("replica(1) cannot be resumed, because it is lost. Call recover() first", lost::resume);
        assertRefused("replica(1) cannot be promoted, because it is lost. Call recover() first", lost::promote);
        assertRefused("replica(1) cannot be awaited, because it is lost. Call recover() first", lost::awaitCaughtUp);
        assertRefused(
                "replica(1) cannot be given a lag, because it is lost. Call recover() first",
                () -> lost.lag(Duration.ZERO));
        lost.recover();
        lost.awaitCaughtUp();
        assertEquals(0, reading(1).count("cid"));
    }

    @Test
    void aPausedReplicaOrALostPrimaryCannotBeAwaited() throws Exception {
        servers.replica(0).pause();
        assertRefused(
                "replica(0) cannot be awaited, because it is paused and replays nothing. Call resume() first",
                servers::awaitReplicas);
        servers.primary().lose();
        assertRefused(
                "replica(1) cannot be awaited, because the primary is lost. Call primary().recover() first",
                () -> servers.replica(1).awaitCaughtUp());
    }

    @Test
    void redisIsEmptyAfterItWasLost() throws Exception {
        URI uri = servers.redis().uri();
        try (Jedis redis = new Jedis(uri)) {
            redis.set("mark", "1");
        }
        servers.redis().lose();
        servers.redis().recover();
        try (Jedis redis = new Jedis(uri)) {
            assertEquals(0, redis.dbSize());
        }
    }

    @Test
    void theEnvironmentHasTheAddressesAndTheOwnerOfTheDatabase() throws Exception {
        Map<String, String> environment = servers.environment();
        String url = "jdbc:postgresql://" + environment.get("REPLICA_2_HOST") + ":" + environment.get("REPLICA_2_PORT")
                + "/" + environment.get("DATABASE_NAME");
        assertEquals(servers.replica(1).url(), url);
        assertEquals(String.valueOf(servers.primary().port()), environment.get("PRIMARY_PORT"));
        try (Connection connection = DriverManager.getConnection(
                url, environment.get("DATABASE_USER"), environment.get("DATABASE_PASSWORD"))) {
            assertEquals(Tidemark.NAME, connection.getMetaData().getUserName());
        }
    }

    @Nested
    class InANestedClass {
        @Test
        void theServersAreTheSame() throws Exception {
            reading(0).place("dan", "pen");
            servers.awaitReplicas();
            assertEquals(1, reading(0).count("dan"));
        }
    }

    @Test
    void anExtensionByAnnotationIsAParameterAndStopsAfterItsClass() {
        Launched.run(ByAnnotation.class).assertPassed(1);
        assertThrows(SQLException.class, () -> DriverManager.getConnection(ByAnnotation.url, "tidemark", "tidemark"));
    }

    @ExtendWith(Tidemark.class)
    static class ByAnnotation {
        static String url = "";

        @Test
        void aReplicaCanBePromotedOnce(Tidemark own) throws Exception {
            url = own.primary().url();
            assertNotEquals(servers.primary().port(), own.primary().port());
            own.primary().execute(Orders.TABLE);
            own.awaitReplicas();
            own.primary().lose();
            Replica promoted = own.replica(0);
            promoted.pause();
            promoted.promote();
            new Orders(promoted.dataSource(), promoted.dataSource()).place("eve", "pen");
            assertRefused(
                    "replica(0) cannot be paused, because it was promoted: it is a primary now. Use another replica, or"
                            + " other servers",
                    promoted::pause);
            assertThrows(IllegalStateException.class, promoted::promote);
        }
    }

    private static void assertRefused(String message, Executable command) {
        assertEquals(message, assertThrows(IllegalStateException.class, command).getMessage());
    }
}
