package io.tidemark.search;

import io.tidemark.writes.Write;
import java.util.Optional;

/** A write of a caller, from its first statement to the end of its request. Its number is also that of its server process. */
final class Written {

    /** The end of the request that wrote. */
    enum End {
        /** The request goes on. */
        OPEN,
        /** The caller has the response: the write is committed. */
        ACKNOWLEDGED,
        /** The caller has no response: the node crashed, or lost its connection during the commit. */
        UNKNOWN,
        /** The write was rolled back. */
        ROLLED_BACK
    }

    private final int number;
    private final String caller;
    private final int node;
    private final int timeline;
    private Optional<Write> recorded;
    private boolean committed;
    private boolean over;
    private boolean owed;
    private boolean entryLost;
    private boolean unannounced;
    private boolean crashed;
    private End end = End.OPEN;

    /**
     * Creates a write that has begun.
     *
     * @param timeline the timeline of its connection, as the node knows it
     * @param recorded the node's record of it
     */
    Written(int number, String caller, int node, int timeline, Write recorded) {
        this.number = number;
        this.caller = caller;
        this.node = node;
        this.timeline = timeline;
        this.recorded = Optional.of(recorded);
    }

    int number() {
        return number;
    }

    String caller() {
        return caller;
    }

    int node() {
        return node;
    }

    int timeline() {
        return timeline;
    }

    /** Returns the record of the node that runs the request. The request must be open. */
    Write recorded() {
        return recorded.orElseThrow();
    }

    boolean isOpen() {
        return end == End.OPEN;
    }

    boolean isAcknowledged() {
        return end == End.ACKNOWLEDGED;
    }

    boolean isCommitted() {
        return committed;
    }

    /** Whether the server may still commit it. */
    boolean mayCommit() {
        return !committed && !over;
    }

    void commits() {
        committed = true;
        over = true;
    }

    /** The server process ends without a commit. */
    void serverEnds() {
        over = true;
    }

    void ends(End how) {
        end = how;
        recorded = Optional.empty();
    }

    /**
     * The node answered, but may not have stored the mark.
     *
     * @param node whether the node uses the store now
     */
    void isMarked(Node.Store node) {
        owed = node == Node.Store.AWAY;
    }

    /**
     * The node has tried to store the pending entry.
     *
     * @param node whether the node uses the store now
     */
    void isAnnounced(Node.Store node) {
        unannounced = node == Node.Store.AWAY;
        entryLost = unannounced;
    }

    /** The node uses the store again: it has raised the floor, and stored its pending entries. */
    void nodeUsesStore() {
        if (unannounced && !crashed) {
            unannounced = false;
            entryLost = false;
            owed = false;
        }
    }

    /** Its node crashes, and no longer knows of it. */
    void nodeCrashes() {
        crashed = true;
        serverEnds();
        if (isOpen()) {
            ends(End.UNKNOWN);
        }
    }

    /** The store loses its content. A floor that is raised before the commit does not cover the write. */
    void storeIsEmptied() {
        if (mayCommit()) {
            entryLost = true;
        }
    }

    /**
     * Whether later reads of the caller must include it. Its request has ended, and either the caller has the response, or
     * the store had the pending entry at the commit. Otherwise, other nodes miss a write whose mark was never stored: see the
     * page on limits.
     */
    boolean isPromised() {
        boolean stored = end == End.ACKNOWLEDGED && !owed;
        return committed && !isOpen() && (stored || !entryLost);
    }
}
