package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.routing.Scope;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TcpProxy;
import io.tidemark.servers.TestServers;
import io.tidemark.writes.ClientPosition;
import io.tidemark.writes.PortablePosition;
import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests {@code ClientPosition}: if a node cannot reach the store, the client carries the position of a write to other
 * nodes.
 */
@Tag("standalone")
class ClientPositionIT {

    private static final String INSERT = "INSERT INTO things (color) VALUES ('told')";

    private final Servers servers = TestServers.running();
    private final String alice = "alice-" + UUID.randomUUID();

    @AfterEach
    void replayGoesOn() throws SQLException {
        servers.resumeReplay();
    }

    private Reason reasonWith(Node node, Optional<PortablePosition> brought) throws SQLException {
        return node.within(Scope.ofClient(brought), () -> node.reasonOfARead(alice));
    }

    @Test
    void anotherNodeLearnsOfAWriteThatTheStoreDoesNotKnow() throws Exception {
        URI redis = servers.redis().uri();
        TcpProxy way = new TcpProxy(redis.getPort());
        try (Node other = Node.of(servers);
                Node cutOff = new Node(
                        servers.primary().application(),
                        servers.replica().application(),
                        URI.create(redis.toString().replace(":" + redis.getPort(), ":" + way.port())))) {
            other.awaitReplica(alice);
            cutOff.awaitReplica(alice);
            servers.pauseReplay();
            way.close();
            Scope scope = Scope.ofClient(Optional.empty());
            cutOff.within(scope, () -> {
                cutOff.writes(alice, INSERT);
                return scope;
            });
            Optional<PortablePosition> told = scope.client().flatMap(ClientPosition::mustSend);
            assertEquals(Reason.REPLICA_BEHIND, reasonWith(other, told));
            assertEquals(Reason.CAUGHT_UP, reasonWith(other, Optional.empty()), "nobody has told it");
            servers.resumeReplay();
            Awaiting.until("the replica has it", () -> reasonWith(other, told) == Reason.CAUGHT_UP);
        }
    }

    @Test
    void whoSignsUpOnOneNodeIsFoundAtTheLogInOnAnother() throws Exception {
        try (Node one = Node.of(servers);
                Node other = Node.of(servers)) {
            other.awaitReplica(alice);
            one.awaitReplica(alice);
            servers.pauseReplay();
            Scope scope = Scope.ofClient(Optional.empty());
            one.within(scope, () -> {
                one.writes("", INSERT);
                return scope;
            });
            Optional<PortablePosition> told = scope.client().flatMap(ClientPosition::mustSend);
            assertEquals(Reason.REPLICA_BEHIND, reasonWith(other, told));
            assertEquals(Reason.CAUGHT_UP, reasonWith(other, Optional.empty()), "nobody has told it");
        }
    }
}
