package io.tidemark.routing;

/** The pooled connections that a routed connection has borrowed. A thread that waits for a permission must hold none. */
@FunctionalInterface
public interface BorrowedConnections {

    /**
     * Returns the connections that no open statement or transaction needs to their pools.
     *
     * @return whether none is held now
     */
    boolean returnFree();
}
