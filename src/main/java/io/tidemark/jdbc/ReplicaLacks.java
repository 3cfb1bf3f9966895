package io.tidemark.jdbc;

import java.sql.SQLException;

/** A replica answers, and lacks what the read must include. Never leaves the routed connection: the read goes to the primary. */
public final class ReplicaLacks extends SQLException {

    private static final long serialVersionUID = 1L;

    public ReplicaLacks() {
        super("The replica's connection leads to a server that lacks what the read must include");
    }
}
