package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests routing with a database role that lacks the right to see statistics. */
@Tag("standalone")
class FewRightsIT {

    private static final String COUNT = "SELECT count(*) FROM things WHERE color = 'modest'";

    private final Servers servers = TestServers.running();

    @BeforeEach
    void withoutStatistics() throws Exception {
        servers.onPrimary("REVOKE pg_read_all_stats FROM tidemark");
        servers.postgres().awaitReplica();
    }

    @AfterEach
    void restore() throws SQLException {
        servers.resumeReplay();
        servers.onPrimary("GRANT pg_read_all_stats TO tidemark");
    }

    @Test
    void readsAreRoutedAndIncludeTheirCallersWritesAllTheSame() throws Exception {
        try (Node node = Node.of(servers)) {
            node.awaitReplica("bob");
            servers.pauseReplay();
            node.as("alice", connection -> {
                try (Statement write = connection.createStatement()) {
                    return write.executeUpdate("INSERT INTO things (color) VALUES ('modest')");
                }
            });
            assertEquals(Reason.REPLICA_BEHIND, node.reasonOfARead("alice"));
            assertEquals(1, count(node, "alice"));
            assertEquals(Reason.CAUGHT_UP, node.reasonOfARead("bob"));
            servers.resumeReplay();
            Awaiting.until("alice reads from the replica", () -> node.reasonOfARead("alice") == Reason.CAUGHT_UP);
            assertEquals(1, count(node, "alice"));
        }
    }

    private static int count(Node node, String who) throws SQLException {
        return node.as(who, connection -> {
            try (Statement read = connection.createStatement();
                    ResultSet row = read.executeQuery(COUNT)) {
                row.next();
                return row.getInt(1);
            }
        });
    }
}
