package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Http;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TcpProxy;
import io.tidemark.servers.TestServers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests {@code Settlement} on an application server whose connection to the primary is cut at COMMIT, so that the
 * outcome is unknown.
 */
@Tag("slow")
@Timeout(240)
class InDoubtServerIT {

    private static final int OK = 200;

    @Test
    void theCallerReadsOnTheReplicaAgainWhenTheServerHasEndedTheTransaction() throws Exception {
        Servers servers = TestServers.running();
        ApplicationServer server = TestServers.applicationServer("in-doubt", DataSources.AS_CONFIGURED);
        try (TcpProxy proxy = new TcpProxy(servers.primary().port())) {
            Map<String, String> environment = new HashMap<>(servers.environment());
            environment.put("PRIMARY_PORT", String.valueOf(proxy.port()));
            server.start(environment, "/things");
            Http http = new Http(server.uri());
            long id = http.post("alice", "things", Http.color("red")).id();
            String thing = "things/" + id;
            awaitReplica(http, thing);
            // Behind, so that its transactions read on the primary before they write there.
            servers.pauseReplay();
            assertEquals(OK, http.put("alice", thing, Http.color("orange")).status());
            String color = cutAtCommit(servers, proxy, http, id);
            // The pool has to get rid of the connections that were ended.
            Awaiting.until("an answer", () -> http.get("alice", thing).status() == OK);
            assertEquals(color, http.get("alice", thing).color());
            servers.resumeReplay();
            // Within far less than the deadline of a pending write, 60 s.
            awaitReplica(http, thing);
            assertEquals(color, http.get("alice", thing).color());
        } finally {
            servers.resumeReplay();
            server.stop();
        }
    }

    /**
     * Changes the color until the answer to one COMMIT is lost. The driver sends the text of COMMIT once per connection, so
     * that each try needs a new connection, and a pool may hand out a broken one before.
     */
    private static String cutAtCommit(Servers servers, TcpProxy proxy, Http http, long id) {
        AtomicInteger tries = new AtomicInteger();
        Awaiting.until("a commit in doubt", () -> {
            proxy.cut("COMMIT");
            servers.primary()
                    .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'tidemark' AND query NOT LIKE '%pg_current_wal_flush_lsn%'");
            String color = "color " + tries.incrementAndGet();
            boolean answered =
                    http.put("alice", "things/" + id, Http.color(color)).status() == OK;
            return !answered && color.equals(servers.primary().query("SELECT color FROM things WHERE id = " + id));
        });
        return "color " + tries;
    }

    private static void awaitReplica(Http http, String thing) {
        Awaiting.until(
                "alice reads on the replica",
                () -> http.get("alice", thing).route().equals(Optional.of("replica")));
    }
}
