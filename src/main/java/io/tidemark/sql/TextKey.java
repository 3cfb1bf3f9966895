package io.tidemark.sql;

/** A key for an SQL text, so that a long text uses no more memory than a short one. Two texts rarely share a key. */
public final class TextKey {

    private TextKey() {}

    /** Returns the key of the text. */
    public static Long of(String sql) {
        return ((long) sql.hashCode() << Integer.SIZE) | sql.length();
    }
}
