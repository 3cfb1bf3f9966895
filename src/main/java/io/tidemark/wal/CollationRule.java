package io.tidemark.wal;

/** The requirement on a replica's collations, compared with the primary's. */
public enum CollationRule {
    /** The versions must be equal. A replica with other versions is ineligible. */
    REQUIRE_SAME,
    /** The versions are not compared. */
    ACCEPT_ANY
}
