package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.servers.RedisWithClock;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Somebody sets the clock of Redis, by which marks expire. */
@Tag("debian")
class StoreClockIT {

    private final Servers servers = TestServers.running();
    private final Path work = TestServers.work().resolve("redis-clock");
    private final String alice = "alice-" + UUID.randomUUID().toString().substring(0, 8);
    private final String insert = "INSERT INTO things (color) VALUES ('" + alice + "')";

    @AfterEach
    void end() throws SQLException {
        servers.resumeReplay();
    }

    private Node node(RedisWithClock redis) {
        return new Node(
                servers.primary().application(),
                servers.primary().application(),
                servers.replica().application(),
                redis.uri(),
                Node.Options.usual());
    }

    @Test
    void setForwardPastTheEndOfAllMarksHidesNothing() throws Exception {
        try (RedisWithClock redis = new RedisWithClock(work);
                Node first = node(redis);
                Node second = node(redis);
                Jedis administrator = new Jedis(redis.uri())) {
            first.awaitReason(alice, Reason.CAUGHT_UP);
            second.awaitReason("bob", Reason.CAUGHT_UP);
            servers.pauseReplay();
            first.writes(alice, insert);
            first.die();
            redis.set(Duration.ofHours(2));
            assertTrue(administrator.keys("*:mark:" + alice).isEmpty(), "her mark has expired");
            assertNothingIsHidden(second);
        }
    }

    /** Forward, what was pending is lost with its mark; back, it would outlive its node by as much. */
    @ParameterizedTest
    @ValueSource(ints = {2, -2})
    void setInTheMiddleOfATransactionHidesNothingOfIt(int hours) throws Exception {
        try (RedisWithClock redis = new RedisWithClock(work);
                Node first = node(redis);
                Node second = node(redis)) {
            first.awaitReason(alice, Reason.CAUGHT_UP);
            second.awaitReason(alice, Reason.CAUGHT_UP);
            servers.pauseReplay();
            first.as(alice, connection -> {
                connection.setAutoCommit(false);
                try (Statement write = connection.createStatement()) {
                    write.executeUpdate(insert);
                    second.awaitReason(alice, Reason.WRITE_PENDING);
                    set(redis, Duration.ofHours(hours));
                    second.awaitReason(alice, Reason.WRITE_PENDING);
                    connection.commit();
                }
                return insert;
            });
            // The first node may make up for the step at this moment, and leave its write pending for as long.
            assertNothingIsHidden(second);
        }
    }

    private void assertNothingIsHidden(Node node) throws SQLException {
        Awaiting.until("the replica is known to be behind", () -> {
            Reason reason = node.reasonOfARead(alice);
            assertNotEquals(Reason.CAUGHT_UP, reason);
            return reason == Reason.REPLICA_BEHIND;
        });
        servers.resumeReplay();
        node.awaitReason(alice, Reason.CAUGHT_UP);
    }

    private static void set(RedisWithClock redis, Duration time) {
        try {
            redis.set(time);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
