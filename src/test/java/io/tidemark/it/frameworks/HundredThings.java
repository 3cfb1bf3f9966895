package io.tidemark.it.frameworks;

import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import java.sql.SQLException;

/** The demo's table with a hundred rows, numbered from 1001, and a node that reads them on the replica. */
final class HundredThings {

    private HundredThings() {}

    static Node over(Servers servers) throws SQLException {
        servers.onPrimary("DELETE FROM things; INSERT INTO things (id, color) SELECT n, 'color ' || n"
                + " FROM generate_series(1001, 1100) n");
        Node node = Node.of(servers);
        node.awaitReplica("nobody else");
        node.reasons();
        return node;
    }
}
