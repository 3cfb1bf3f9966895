package io.tidemark.wal;

/** What is required of a replica's collations, compared with the primary's. */
public enum CollationRule {
    /** The same versions. A replica with others is not eligible. */
    REQUIRE_SAME,
    /** Nothing: they are not compared. */
    ACCEPT_ANY
}
