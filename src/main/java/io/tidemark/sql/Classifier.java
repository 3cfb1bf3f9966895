package io.tidemark.sql;

/** Tells provable reads from everything else. */
public final class Classifier {

    /** The verdict on the SQL text of one call. Never throws. */
    public Verdict verdict(String sql) {
        return Verdict.WRITE;
    }
}
