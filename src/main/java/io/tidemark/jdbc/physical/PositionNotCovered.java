package io.tidemark.jdbc.physical;

import java.sql.SQLException;

/**
 * Thrown if a replica answers, but does not cover the required position. It never reaches the application: the read falls back
 * to the primary.
 */
public final class PositionNotCovered extends SQLException {

    private static final long serialVersionUID = 1L;

    /** Reports a connection whose server is behind. */
    public PositionNotCovered() {
        super("The replica's connection leads to a server that lacks what the read must include");
    }
}
