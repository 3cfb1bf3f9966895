package io.tidemark.sql;

/** Stands for an SQL text, so that a long text needs no more memory than a short one. Two texts seldom share a key. */
public final class TextKey {

    private TextKey() {}

    /** The key of that text. */
    public static Long of(String sql) {
        return ((long) sql.hashCode() << Integer.SIZE) | sql.length();
    }
}
