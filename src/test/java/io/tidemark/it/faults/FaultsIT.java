package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OnSharedServer;
import io.tidemark.servers.RedisServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/**
 * Tests the application while servers are lost and return under load: every request succeeds, no read is stale, and
 * routing recovers.
 */
@Tag("slow")
class FaultsIT {

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("faults", FaultsIT::application);

    private final Servers servers = TestServers.running();
    private Http http;

    private static WebArchive application() {
        return Deployments.asBuilt();
    }

    @BeforeEach
    void replicaInUse() throws Exception {
        http = new Http(APPLICATION.uri());
        awaitReplica();
    }

    private void awaitReplica() {
        http.post("bob", "things", Http.color("white"));
        Awaiting.until(
                "bob reads from the replica",
                () -> http.get("bob", "things?limit=1").route().equals(Optional.of("replica")));
    }

    private void assertNothingIsSeenOf(Load.Incident incident) throws Exception {
        assertEquals(List.of(), Load.during(http, incident));
        awaitReplica();
    }

    @Test
    void redisIsStoppedAndStarted() throws Exception {
        assertNothingIsSeenOf(load -> {
            servers.redis().stop();
            load.awaitRounds(40);
            servers.redis().start();
            load.awaitRounds(40);
        });
    }

    @Test
    void redisIsFrozen() throws Exception {
        assertNothingIsSeenOf(load -> {
            servers.redis().freeze(Duration.ofSeconds(2));
            load.awaitRounds(40);
        });
    }

    @Test
    void redisIsRestartedEmpty() throws Exception {
        assertNothingIsSeenOf(load -> {
            servers.redis().restartEmpty();
            load.awaitRounds(40);
        });
    }

    @Test
    void aStoreThatComesBackEmptyHidesNoWrite() throws Exception {
        Answer thing = orangeThing();
        servers.pauseReplay();
        try {
            assertEquals(200, http.put("alice", path(thing), Http.color("blue")).status());
            servers.redis().restartEmpty();
            awaitStore(path(thing));
            assertEquals("blue", http.get("alice", path(thing)).color());
        } finally {
            servers.resumeReplay();
        }
    }

    @Test
    void aStoreThatWasAwayHidesNoWriteOfThatTime() throws Exception {
        Answer thing = orangeThing();
        servers.pauseReplay();
        try {
            RedisServer.Freeze freeze = servers.redis().freeze(Duration.ofSeconds(3));
            // After this nobody but the probe asks Redis: no mark of alice's waits there for the thaw.
            assertEquals(
                    Optional.of("STORE_UNAVAILABLE"),
                    http.get("bob", path(thing)).reason());
            assertEquals(200, http.put("alice", path(thing), Http.color("blue")).status());
            freeze.over().get(10, TimeUnit.SECONDS);
            awaitStore(path(thing));
            assertEquals("blue", http.get("alice", path(thing)).color());
        } finally {
            servers.resumeReplay();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"string", "mark", "pending"})
    void aValueInRedisThatCannotBeReadIsItsCallersAloneAndIsReplaced(String damaged) throws Exception {
        Answer thing = orangeThing();
        servers.pauseReplay();
        try (RedisClient redis = RedisClient.create(servers.redis().uri())) {
            assertEquals(200, http.put("alice", path(thing), Http.color("blue")).status());
            String mark =
                    redis.keys("tidemark:2:default:*:mark:alice").iterator().next();
            switch (damaged) {
                case "string" -> redis.set(mark, "nonsense");
                case "mark" -> redis.hset(mark, "mark", "nonsense");
                default -> redis.hset(mark, "nonsense", "nonsense");
            }
            Answer own = http.get("alice", path(thing));
            assertEquals("blue", own.color());
            assertEquals(Optional.of("REPLICA_BEHIND"), own.reason());
            assertEquals(Optional.of("CAUGHT_UP"), http.get("bob", path(thing)).reason());
            assertEquals("hash", redis.type(mark));
            assertEquals(Set.of("mark"), redis.hkeys(mark));
        } finally {
            servers.resumeReplay();
        }
        Awaiting.until(
                "alice reads from the replica",
                () -> http.get("alice", path(thing)).route().equals(Optional.of("replica")));
    }

    /** A thing of alice's that she may read on the replica. */
    private Answer orangeThing() {
        Answer created = http.post("alice", "things", Http.color("orange"));
        Awaiting.until(
                "alice reads from the replica",
                () -> http.get("alice", path(created)).route().equals(Optional.of("replica")));
        return created;
    }

    private static String path(Answer thing) {
        return "things/" + thing.id();
    }

    private void awaitStore(String path) {
        Awaiting.until(
                "the store is in use", () -> !http.get("bob", path).reason().equals(Optional.of("STORE_UNAVAILABLE")));
    }

    @Test
    void theReplicaIsStoppedAndStarted() throws Exception {
        assertNothingIsSeenOf(load -> {
            servers.replica().stop();
            load.awaitRounds(40);
            servers.replica().start();
            load.awaitRounds(40);
        });
    }

    @Test
    void theReplicaIsKilledAndStarted() throws Exception {
        assertNothingIsSeenOf(load -> {
            servers.replica().kill();
            load.awaitRounds(40);
            servers.replica().start();
            load.awaitRounds(40);
        });
    }
}
