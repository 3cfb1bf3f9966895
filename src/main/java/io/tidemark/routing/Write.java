package io.tidemark.routing;

/**
 * One or more writes whose outcome is not known yet: those of a local transaction, or one statement in auto-commit
 * mode. Exactly one of the two methods is called, once; neither throws.
 */
public interface Write {

    /**
     * The writes are, or may be, committed. Returns when the caller's mark is stored, or when this node has noted that
     * it still owes it.
     */
    void ended();

    /** The writes were rolled back by a ROLLBACK that was asked for, before any COMMIT was tried. */
    void rolledBack();
}
