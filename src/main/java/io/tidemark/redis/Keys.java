package io.tidemark.redis;

import io.tidemark.wal.ClusterId;

/**
 * The names of what is kept: {@code tidemark:2}, the version of the format, then the namespace, the cluster's system
 * identifier and the bucket, in braces, which are a hash tag to a Redis Cluster.
 */
final class Keys {

    private final String prefix;
    private final int buckets;

    Keys(String namespace, int buckets) {
        this.prefix = "tidemark:2:" + namespace + ":";
        this.buckets = buckets;
    }

    /** By a hash that the language specifies, so that all nodes agree. */
    int bucket(String caller) {
        return Math.floorMod(caller.hashCode(), buckets);
    }

    String floor(ClusterId cluster, int bucket) {
        return prefix + cluster + ":{" + bucket + "}:floor";
    }

    String mark(ClusterId cluster, String caller) {
        return prefix + cluster + ":{" + bucket(caller) + "}:mark:" + caller;
    }

    String tombstone(ClusterId cluster, String caller, String write) {
        return prefix + cluster + ":{" + bucket(caller) + "}:ended:" + write;
    }
}
