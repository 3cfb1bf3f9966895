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
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests the same split brain as {@link SplitBrainIT} on an application server, whose pool keeps connections to the
 * replaced primary.
 */
@Tag("slow")
@Timeout(300)
class SplitBrainServerIT {

    private static final int HELD = 6;
    private static final int CREATED = 201;
    private static final long TO_SETTLE_NANOS = 3_000_000_000L;
    private static final Pattern ON_TIMELINE_2 = Pattern.compile("\"primary\":\\{[^}]*\"timeline\":2");

    @Test
    void itsPoolGetsRidOfThemAndNothingMoreIsWrittenOnTheOldPrimary() throws Exception {
        ApplicationServer server = TestServers.applicationServer("split-brain", DataSources.AS_CONFIGURED);
        try (Servers own = OwnServers.start("split-brain-server");
                Balancer primaryName = new Balancer(own.primary().port());
                Balancer replicaName = new Balancer(own.replica().port())) {
            Http http = start(server, own, primaryName, replicaName);
            assertEquals(CREATED, create(http).status());
            List<Answer> held = moveAllButThoseThatWork(own, primaryName, replicaName, http);
            assertEquals(
                    List.of(201, 201, 201, 201, 201, 201),
                    held.stream().map(Answer::status).toList());
            String onTheOld = count(own.primary());
            String before = count(own.replica());
            int done = 0;
            long begin = System.nanoTime();
            long lastRefused = begin;
            // A pool may give out a broken connection until it validates it, as after the end of a server: here for 1
            // s.
            while (System.nanoTime() - lastRefused < TO_SETTLE_NANOS) {
                Answer created = create(http);
                if (created.status() == CREATED) {
                    done++;
                    assertEquals(
                            200, http.get("alice", "things/" + created.id()).status(), "it is not found");
                } else {
                    lastRefused = System.nanoTime();
                    assertTrue(lastRefused - begin < 2 * TO_SETTLE_NANOS, "there is no end to it: " + created);
                }
            }
            assertEquals(onTheOld, count(own.primary()));
            assertEquals(Integer.parseInt(before) + done, Integer.parseInt(count(own.replica())));
            awaitReplica(http);
        } finally {
            server.stop();
        }
    }

    /** The position is read on the old primary still, when a transaction reads and then writes on the new one. */
    @Test
    void aWriteAfterReadsOnTheNewPrimaryIsNotLookedForOnAReplicaOfTheOldOne() throws Exception {
        ApplicationServer server = TestServers.applicationServer("split-brain-reads-first", DataSources.AS_CONFIGURED);
        try (Servers own = OwnServers.start("split-brain-reads-first")) {
            PostgresServer left = own.postgres().addReplica(Port.anyFree("a replica of the old primary"));
            try (Balancer primaryName = new Balancer(own.primary().port());
                    Balancer replicaName = new Balancer(left.port())) {
                Http http = start(server, own, primaryName, replicaName);
                String thing = "things/" + create(http).id();
                own.postgres().pauseReplay(left);
                assertEquals(200, paint(http, thing, "blue").status());
                moveAllButTheReaderOfThePosition(own, primaryName);
                Awaiting.until(
                        "a write on the new primary",
                        () -> paint(http, thing, "green").status() == 200);
                assertEquals("green", own.replica().query("SELECT color FROM things"), "it is on the new primary");
                left.execute("SELECT pg_wal_replay_resume()");
                String written = own.primary().query("SELECT pg_current_wal_lsn()");
                Awaiting.until("all of the old primary's", () -> "t"
                        .equals(left.query("SELECT pg_last_wal_replay_lsn() >= '" + written + "'")));
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < TO_SETTLE_NANOS) {
                    assertEquals("green", http.get("alice", thing).color());
                }
            }
        } finally {
            server.stop();
        }
    }

    private static Answer paint(Http http, String thing, String color) {
        return http.put("alice", thing, Http.color(color));
    }

    private static void moveAllButTheReaderOfThePosition(Servers own, Balancer primaryName) throws Exception {
        String painted = "SELECT color FROM things WHERE color = 'blue'";
        Awaiting.until(
                "the change on the replica", () -> "t".equals(own.replica().query("SELECT EXISTS (" + painted + ")")));
        own.replica().promote();
        primaryName.lead(own.replica().port());
        own.primary()
                .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tidemark'"
                        + " AND query NOT LIKE '%pg_current_wal_flush_lsn%'");
    }

    /** What works on the old primary goes on while everything else is led to the new one, then commits. */
    private static List<Answer> moveAllButThoseThatWork(
            Servers own, Balancer primaryName, Balancer replicaName, Http http) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(HELD);
        List<Future<Answer>> working = new ArrayList<>();
        try (Connection locking = own.primary().application().getConnection();
                Statement lock = locking.createStatement()) {
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE things");
            for (int i = 0; i < HELD; i++) {
                working.add(threads.submit(() -> create(http)));
            }
            Awaiting.until("they wait for the lock", () -> String.valueOf(HELD)
                    .equals(own.primary().query("SELECT count(*) FROM pg_locks WHERE NOT granted")));
            // Until it leads to the follower: a pool would keep connections to the one that is promoted.
            replicaName.lead();
            own.replica().promote();
            PostgresServer follower = own.postgres().copy(own.replica(), Port.anyFree("a follower"), own.replica());
            primaryName.lead(own.replica().port());
            replicaName.lead(follower.port());
            own.primary()
                    .execute(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tidemark'"
                                    + " AND wait_event_type IS DISTINCT FROM 'Lock'");
            Awaiting.until("the new primary is found", () -> ON_TIMELINE_2
                    .matcher(http.get("", "tidemark/status").body())
                    .find());
            locking.commit();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : working) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Starts the application server behind both names, and waits until it reads on the replica. */
    private static Http start(ApplicationServer server, Servers own, Balancer primaryName, Balancer replicaName)
            throws Exception {
        OwnServers.startDemo(
                server,
                own,
                Map.of(
                        "PRIMARY_PORT", String.valueOf(primaryName.port()),
                        "REPLICA_PORT", String.valueOf(replicaName.port())));
        Http http = new Http(server.uri());
        awaitReplica(http);
        return http;
    }

    private static Answer create(Http http) {
        return http.post("alice", "things", Http.color("red"));
    }

    private static String count(PostgresServer server) throws Exception {
        return server.query("SELECT count(*) FROM things");
    }

    private static void awaitReplica(Http http) {
        Awaiting.until(
                "a reader on the replica",
                () -> http.get("bob", "things?limit=1").route().equals(Optional.of("replica")));
    }
}
