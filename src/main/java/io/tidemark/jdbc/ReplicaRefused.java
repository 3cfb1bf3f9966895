package io.tidemark.jdbc;

import java.sql.SQLException;

/** No connection of the replica could be had. Never leaves the package: the read goes to the primary. */
final class ReplicaRefused extends SQLException {

    private static final long serialVersionUID = 1L;

    ReplicaRefused(String why) {
        super(why, "08001");
    }

    ReplicaRefused(SQLException why) {
        super(String.valueOf(why.getMessage()), why.getSQLState(), why);
    }
}
