package io.tidemark.writes;

/** The ids of pending entries, for tests of other packages. */
public final class WriteIds {

    private WriteIds() {}

    /** Returns the random name of the node, by which the ids of its entries begin. Uses up one number. */
    public static String prefix(PendingEntries entries) {
        String id = entries.begin("nobody").id();
        return id.substring(0, id.indexOf('-'));
    }
}
