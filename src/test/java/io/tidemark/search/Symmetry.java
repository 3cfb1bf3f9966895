package io.tidemark.search;

/**
 * The choices that are still interchangeable. As long as no step has used a node, all nodes are equal, and only the first of
 * them needs to be tried. The same holds for callers and for replicas.
 */
final class Symmetry {

    private boolean nodeUsed;
    private boolean callerUsed;
    private boolean replicaUsed;

    boolean permitsNode(int node) {
        return node == 0 || nodeUsed;
    }

    boolean permitsCaller(int caller) {
        return caller == 0 || callerUsed;
    }

    boolean permitsReplica(int replica) {
        return replica == 0 || replicaUsed;
    }

    void useNode() {
        nodeUsed = true;
    }

    void useCaller() {
        callerUsed = true;
    }

    void useReplica() {
        replicaUsed = true;
    }
}
