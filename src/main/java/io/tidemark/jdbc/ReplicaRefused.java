package io.tidemark.jdbc;

import java.sql.SQLException;

/** No connection of the replica could be had. Never leaves the package: the read goes elsewhere. */
final class ReplicaRefused extends SQLException {

    private static final long serialVersionUID = 1L;

    /** There is none, nor will be. */
    ReplicaRefused(String why) {
        super(why, "08001");
    }

    /**
     * A refusal for what a pool or driver threw, without a state of its own.
     *
     * @param why also a runtime exception: Payara's connections throw one in the place of the driver's exception
     */
    ReplicaRefused(Exception why) {
        super(Causes.why(why), null, why);
    }
}
