package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.it.pools.FirstCall;
import io.tidemark.it.pools.Work;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.SharedServers;
import io.tidemark.it.support.SharedServers.Odd;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests an application server whose two connection pools are far too small for its requests. */
@Tag("slow")
@Timeout(300)
class SmallPoolsIT {

    private static final FirstCall[] CALLS = FirstCall.values();
    private static final Work[] WORKS = Work.values();

    private final Servers servers = TestServers.running();
    private Http http = new Http(URI.create("unset:/"));

    @Test
    void noOrderOfCallsDeadlocksThemAndNoReadNeedsThePrimary() throws Exception {
        servers.onPrimary("DELETE FROM things; INSERT INTO things (id, color) SELECT n, 'color ' || n"
                + " FROM generate_series(1001, 1100) n");
        Map<String, String> settings = Odd.settings(DataSources.SMALL_POOLS);
        SharedServers.odd()
                .variants()
                .deploy(
                        "pools",
                        Deployments.onPrimary(settings.getOrDefault("tidemark.primary.jndi", ""))
                                .addPackage(FirstCall.class.getPackage()),
                        settings,
                        this::test);
    }

    private Answer post(String user, FirstCall first, Work work, long id, String way) {
        String path = String.join("/", "pools", first.name(), work.name(), String.valueOf(id), way);
        return http.send(http.request(user, path).POST(BodyPublishers.noBody()));
    }

    private static boolean onReplica(Answer answer) {
        return answer.status() == 200 && answer.route().equals(Optional.of("replica"));
    }

    private void test(Http client) throws Exception {
        http = client;
        Awaiting.until(
                "the replica is in use", () -> onReplica(post("", FirstCall.NOTHING, Work.READ, 1001, "routed")));
        Crowd.Result plain = crowd("plain");
        Crowd.Result routed = crowd("routed");
        Crowd.Result inTransaction = crowd("jta");
        System.out.printf(
                "Requests per second: %.0f over a plain pool, %.0f routed, %.0f in JTA%n",
                plain.perSecond(), routed.perSecond(), inTransaction.perSecond());
        assertEquals(List.of(), plain.failures());
        assertEquals(List.of(), routed.failures());
        assertEquals(List.of(), inTransaction.failures());
        servers.primary().stop();
        try {
            Awaiting.until(
                    "the primary is missed",
                    () -> http.get("", "tidemark/status").body().contains("\"ready\":false"));
            for (FirstCall call : CALLS) {
                for (String way : List.of("routed", "eventual")) {
                    Answer answer = post("", call, Work.READ, 1001, way);
                    assertEquals(200, answer.status(), call + ": " + answer.body());
                    assertEquals(Optional.of("replica"), answer.route(), call + " " + way);
                }
            }
        } finally {
            servers.primary().start();
        }
    }

    private Crowd.Result crowd(String way) throws Exception {
        return Crowd.make(2 * CALLS.length, (thread, round) -> {
            FirstCall call = CALLS[(thread + round) % CALLS.length];
            Work work = WORKS[(thread + round / CALLS.length) % WORKS.length];
            boolean ends = work == Work.READ_AFTER_SAVEPOINT && way.equals("jta");
            Answer answer = post(thread % 2 == 0 ? "alice" : "", call, ends ? Work.READ : work, 1001L + thread, way);
            if (answer.status() != 200 || answer.reason().equals(Optional.of(Reason.REPLICA_UNAVAILABLE.name()))) {
                throw new IllegalStateException(call + ", " + work + ": " + answer.status() + " " + answer.reason());
            }
        });
    }
}
