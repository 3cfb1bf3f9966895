package io.tidemark.redis;

import io.tidemark.redis.RedisSettings.Callers;
import io.tidemark.wal.ClusterId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names of the keys: {@code tidemark:2} with the version of the format, then the namespace, the cluster's system
 * identifier, and the bucket in braces, which are a hash tag in a Redis Cluster.
 *
 * <p>The key of a mark contains the caller's name or its hash. The two forms have different prefixes, so that no name
 * can equal the hash of another caller.
 */
final class RedisKeys {

    /** In characters. The hash of a longer name is shorter than the name. */
    private static final int LONGEST_NAME = 64;

    private final String prefix;
    private final int buckets;
    private final Callers callers;

    RedisKeys(String namespace, int buckets, Callers callers) {
        this.prefix = "tidemark:2:" + namespace + ":";
        this.buckets = buckets;
        this.callers = callers;
    }

    /** Uses a hash that the Java language specifies, so that all nodes agree. */
    int bucket(String caller) {
        return Math.floorMod(caller.hashCode(), buckets);
    }

    String floor(ClusterId cluster, int bucket) {
        return prefix + cluster + ":{" + bucket + "}:floor";
    }

    String mark(ClusterId cluster, String caller) {
        String who = isByName(caller) ? "mark:" + caller : "mark-sha256:" + hash(caller);
        return prefix + cluster + ":{" + bucket(caller) + "}:" + who;
    }

    String tombstone(ClusterId cluster, String caller, String write) {
        return prefix + cluster + ":{" + bucket(caller) + "}:ended:" + write;
    }

    private boolean isByName(String caller) {
        return callers == Callers.PLAIN
                && caller.length() <= LONGEST_NAME
                && StandardCharsets.UTF_8.newEncoder().canEncode(caller);
    }

    /** Hashes the UTF-16 code units. In any other encoding, names with unpaired surrogates would become equal. */
    private static String hash(String caller) {
        ByteBuffer units = ByteBuffer.allocate(caller.length() * Character.BYTES);
        units.asCharBuffer().put(caller);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(units.array()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
