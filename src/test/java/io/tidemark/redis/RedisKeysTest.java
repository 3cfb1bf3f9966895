package io.tidemark.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.redis.RedisSettings.Callers;
import io.tidemark.wal.ClusterId;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

class RedisKeysTest {

    private static final ClusterId CLUSTER = new ClusterId(7);
    private static final String PREFIX = "tidemark:2:shop:7:";

    private final RedisKeys plain = new RedisKeys("shop", 16, Callers.PLAIN);
    private final RedisKeys hashed = new RedisKeys("shop", 16, Callers.HASHED);

    @Test
    void aShortNameIsInItsKey() {
        assertEquals(
                PREFIX + "{" + plain.bucket("alice@example.org") + "}:mark:alice@example.org",
                plain.mark(CLUSTER, "alice@example.org"));
    }

    @Test
    void ifThatIsSetNoNameIsInAKey() {
        // printf alice | iconv -t UTF-16BE | sha256sum
        assertEquals(
                PREFIX + "{" + hashed.bucket("alice")
                        + "}:mark-sha256:f7f9fa84a071343dbdafdd4af35e9801a9bc93012f0dd4764eac7b81c1693aeb",
                hashed.mark(CLUSTER, "alice"));
    }

    @Test
    void aLongNameIsHashedAndAnotherOneIsAnother() {
        String longest = "x".repeat(64);
        assertTrue(plain.mark(CLUSTER, longest).endsWith(":mark:" + longest));
        String key = plain.mark(CLUSTER, longest + "y");
        assertFalse(key.contains("xxx"));
        assertNotEquals(key, plain.mark(CLUSTER, longest + "z"));
        assertTrue(plain.mark(CLUSTER, "x".repeat(1_000_000)).length() < 128);
    }

    @Test
    void namesThatCannotBeEncodedStayApart() {
        Set<String> keys = Stream.of("\ud800", "\udbff", "\udc00", "?", "\ufffd")
                .map(name -> plain.mark(CLUSTER, name))
                // As it is sent.
                .map(key -> new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .map(key -> key.substring(key.indexOf('}')))
                .collect(Collectors.toSet());
        assertEquals(5, keys.size());
    }

    @Test
    void noNameIsAnothersHash() {
        String hash = hashed.mark(CLUSTER, "alice");
        String posing = hash.substring(hash.indexOf("mark"));
        assertFalse(plain.mark(CLUSTER, posing).endsWith("}:" + posing));
    }

    /** Braces in a name come after the bucket's, and the first pair counts. */
    @Test
    void allKeysOfACallerAreInOneSlotOfACluster() {
        for (String caller : new String[] {"alice", "{7}", "}{", "x".repeat(200), "\ud800"}) {
            for (RedisKeys keys : new RedisKeys[] {plain, hashed}) {
                int slot = JedisClusterCRC16.getSlot(keys.mark(CLUSTER, caller));
                assertEquals(slot, JedisClusterCRC16.getSlot(keys.floor(CLUSTER, keys.bucket(caller))));
                assertEquals(slot, JedisClusterCRC16.getSlot(keys.tombstone(CLUSTER, caller, "w1")));
            }
        }
    }
}
