package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.app.Who;
import io.tidemark.it.dispatch.Dispatching;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OnSharedServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests {@code RoutingFilter}: a request has one scope, also if it is forwarded, included, dispatched to another
 * thread, or ends in an error page. No thread keeps the scope afterwards.
 *
 * <p>Replay is paused. A read on the replica therefore returns the old amount, and a read that must include the write
 * goes to the primary.
 */
class DispatchIT {

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("dispatch", DispatchIT::application);

    private final Servers servers = TestServers.running();
    private Http http;

    private static WebArchive application() {
        return Deployments.withTestBeans()
                .deleteClass(Who.class)
                .addPackage(Dispatching.class.getPackage())
                .setWebXML("io/tidemark/it/dispatch-web.xml");
    }

    @BeforeEach
    void anAccountThatTheReplicaHas() throws Exception {
        http = new Http(APPLICATION.uri());
        servers.onPrimary(
                """
                DROP TABLE IF EXISTS accounts, holders;
                CREATE TABLE accounts (id bigint PRIMARY KEY, amount integer NOT NULL, version integer NOT NULL DEFAULT 0);
                GRANT SELECT, INSERT, UPDATE, DELETE ON accounts TO tidemark;
                INSERT INTO accounts VALUES (1, 10)""");
        servers.postgres().awaitReplica();
        for (String user : List.of("alice", "bob")) {
            String read = "/10 CAUGHT_UP " + user;
            Awaiting.until(read, () -> http.get(user, "dispatch/read").body().equals(read));
        }
        servers.pauseReplay();
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    private Answer put(String user, String path) {
        return http.send(http.request(user, path).PUT(BodyPublishers.noBody()));
    }

    private void assertRead(String expected, Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        assertEquals(expected, answer.body());
    }

    /** Whoever comes next, on whichever of the server's threads, finds nothing of the request before. */
    private void assertNothingIsLeft() {
        for (int i = 0; i < 20; i++) {
            assertRead("/10 CAUGHT_UP bob", http.get("bob", "dispatch/read"));
        }
        String threads = http.get("", "dispatch/threads").body();
        assertTrue(threads.endsWith(" []"), "a thread was left with a scope: " + threads);
    }

    static Stream<String> waysToGoOn() {
        return DefaultExecutors.and(Stream.of("executor"), "forward", "async", "async-twice", "start-in-context");
    }

    static Stream<String> waysToResume() {
        return DefaultExecutors.and(Stream.of("executor"), "thread-in-context");
    }

    @ParameterizedTest
    @MethodSource("waysToGoOn")
    void whereverARequestGoesOnItReadsWhatItWrote(String way) {
        Answer answer = put("alice", "dispatch/" + way + "?amount=11");
        assertEquals(200, answer.status(), answer.body());
        assertEquals("/11 WROTE alice", answer.body());
        assertNothingIsLeft();
    }

    @Test
    void whatIsIncludedReadsWhatItsRequestWrote() {
        assertRead("/11 WROTE alice/11 WROTE alice", put("alice", "dispatch/include?amount=11"));
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "send-error"})
    void anErrorPageReadsWhatItsRequestWrote(String way) {
        Answer answer = put("alice", "dispatch/" + way + "?amount=11");
        assertTrue(answer.status() >= 400, answer.body());
        assertEquals("/11 WROTE alice", answer.body());
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "send-error"})
    void anErrorPageReadsWhatItsCallerWroteEarlier(String way) {
        assertRead("written", put("alice", "dispatch/write?amount=11"));
        assertEquals(
                "/11 REPLICA_BEHIND alice", http.get("alice", "dispatch/" + way).body());
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "async", "async-twice", "start-in-context", "executor"})
    void whereverARequestGoesOnItReadsWhatItsCallerWroteEarlier(String way) {
        assertRead("written", put("alice", "dispatch/write?amount=11"));
        assertRead("/11 REPLICA_BEHIND alice", http.get("alice", "dispatch/" + way));
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @MethodSource("waysToResume")
    void aResponseThatIsResumedReadsWhatItsRequestWrote(String way) {
        assertRead("11 WROTE alice", put("alice", "resume/" + way + "?amount=11"));
        assertRead("12 WROTE alice", put("alice", "resume/" + way + "/stage?amount=12"));
        assertRead("12 REPLICA_BEHIND alice", http.get("alice", "resume/" + way));
        assertNothingIsLeft();
    }

    @Test
    void anExceptionOfAResourceLeavesNothing() {
        assertEquals(500, put("alice", "resume/executor/failure?amount=11").status());
        assertRead("/11 REPLICA_BEHIND alice", http.get("alice", "dispatch/read"));
        assertNothingIsLeft();
    }
}
