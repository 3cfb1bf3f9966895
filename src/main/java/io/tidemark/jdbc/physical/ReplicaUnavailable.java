package io.tidemark.jdbc.physical;

import java.sql.SQLException;

/** Thrown if no connection of the replica can be borrowed. It never reaches the application: the read goes elsewhere. */
public final class ReplicaUnavailable extends SQLException {

    private static final long serialVersionUID = 1L;

    /** Reports that no replica is configured. */
    public ReplicaUnavailable(String why) {
        super(why, "08001");
    }

    /**
     * Reports an exception of a pool or driver. This exception has no SQLState of its own.
     *
     * @param why may be unchecked: Payara's connections throw such exceptions in place of the driver's
     */
    public ReplicaUnavailable(Exception why) {
        super(SqlCauses.why(why), null, why);
    }
}
