package io.tidemark.it.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Balancer;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Port;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * As {@link WhoAnswersIT}, with the pools of an application server. The node knows the position of the polled server only, so
 * reads use the replicas while that one is live.
 */
@Tag("slow")
@Timeout(240)
class WhoAnswersServerIT {

    private static final int CHANGES = 20;
    private static final int READS = 3;

    @Test
    void behindABalancerOverAPausedAndALiveReplicaNobodyReadsStale() throws Exception {
        ApplicationServer server = TestServers.applicationServer("who-answers", DataSources.AS_CONFIGURED);
        try (Servers own = OwnServers.start("who-answers-server")) {
            PostgresServer other = own.postgres().addReplica(Port.anyFree("another replica"));
            try (Balancer balancer = new Balancer(own.replica().port(), other.port())) {
                OwnServers.startDemo(server, own, Map.of("REPLICA_PORT", String.valueOf(balancer.port())));
                Http http = new Http(server.uri());
                String thing = "things/"
                        + http.post("alice", "things", Http.color("red")).id();
                int onReplica = 0;
                for (PostgresServer paused : List.of(own.replica(), other)) {
                    Awaiting.until("a read on a replica", () -> isOnReplica(http.get("alice", thing)));
                    own.postgres().pauseReplay(paused);
                    onReplica += readsOnReplica(http, thing, paused == other ? own.replica() : other);
                    own.postgres().resumeReplay(paused);
                }
                assertTrue(onReplica > CHANGES, "of " + 2 * CHANGES * READS + " reads on a replica: " + onReplica);
            }
        } finally {
            server.stop();
        }
    }

    private static boolean isOnReplica(Answer answer) {
        return answer.route().equals(Optional.of("replica"));
    }

    /** {@return how many of the reads used a replica} None is stale. */
    private static int readsOnReplica(Http http, String thing, PostgresServer live) throws Exception {
        int onReplica = 0;
        for (int i = 0; i < CHANGES; i++) {
            String color = live.name() + " " + i;
            assertEquals(200, http.put("alice", thing, Http.color(color)).status());
            Awaiting.until("the live one", () -> color.equals(live.query("SELECT color FROM things")));
            for (int read = 0; read < READS; read++) {
                Answer answer = http.get("alice", thing);
                assertEquals(color, answer.color(), answer.body());
                onReplica += isOnReplica(answer) ? 1 : 0;
            }
        }
        return onReplica;
    }
}
