package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.it.support.Node;
import io.tidemark.routing.Scope;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@code Scope} when the logged-in user changes, or others write, during one request. */
@Tag("standalone")
class ScopeIT {

    private static final String INSERT = "INSERT INTO things (color) VALUES ('meanwhile')";

    private final Servers servers = TestServers.running();
    private final String alice = "alice-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();
    private final Node here = Node.of(servers);
    private final Node elsewhere = Node.of(servers);

    @BeforeEach
    void bothNodesUseTheReplica() throws Exception {
        for (Node node : new Node[] {here, elsewhere}) {
            node.awaitReplica(alice);
            node.awaitReplica(bob);
        }
        servers.pauseReplay();
    }

    @AfterEach
    void end() throws SQLException {
        servers.resumeReplay();
        here.close();
        elsewhere.close();
    }

    @Test
    void whoLogsInReadsWhatTheyWroteAndNothingIsUnlearntByALogOut() throws SQLException {
        elsewhere.writes(alice, INSERT);
        here.within(new Scope(), () -> {
            assertEquals(Reason.CAUGHT_UP, here.reasonOfARead(bob));
            assertEquals(Reason.REPLICA_BEHIND, here.reasonOfARead(alice));
            assertEquals(Reason.REPLICA_BEHIND, here.reasonOfARead(bob));
            return alice;
        });
        assertEquals(Reason.CAUGHT_UP, here.reasonOfARead(bob), "in another request bob needs nothing of alice's");
    }

    @Test
    void aLongRequestLearnsOfWhatItsCallerWritesElsewhere() throws SQLException {
        here.within(new Scope(), () -> {
            assertEquals(Reason.CAUGHT_UP, here.reasonOfARead(alice));
            elsewhere.writes(alice, INSERT);
            here.awaitReason(alice, Reason.REPLICA_BEHIND);
            return alice;
        });
    }
}
