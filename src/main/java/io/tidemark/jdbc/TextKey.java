package io.tidemark.jdbc;

/** Stands for an SQL text, so that a long text needs no more memory than a short one. Two texts seldom share a key. */
final class TextKey {

    private TextKey() {}

    static Long of(String sql) {
        return ((long) sql.hashCode() << Integer.SIZE) | sql.length();
    }
}
