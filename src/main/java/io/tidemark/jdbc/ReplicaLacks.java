package io.tidemark.jdbc;

import java.sql.SQLException;

/** A replica answers, and lacks what the read must include. Never leaves the package: the read goes to the primary. */
final class ReplicaLacks extends SQLException {

    private static final long serialVersionUID = 1L;

    ReplicaLacks() {
        super("The replica's connection leads to a server that lacks what the read must include");
    }
}
