package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.it.app.Account;
import io.tidemark.it.app.Who;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OnSharedServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
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
 * Tests {@code ScopePropagation} and {@code RoutedWork}: work on other threads, by a timer, or after a message. The caller is
 * the server's principal, unless one is given.
 *
 * <p>Replay is paused. A read on the replica therefore returns the old amount, and a read that must include the write
 * goes to the primary.
 */
class ConcurrencyIT {

    private static final String NOBODY = "";

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("elsewhere", ConcurrencyIT::application);

    private final Servers servers = TestServers.running();
    private Http http;

    private static WebArchive application() {
        return Deployments.withTestBeans().deleteClass(Who.class);
    }

    @BeforeEach
    void anAccountThatTheReplicaHas() throws Exception {
        http = new Http(APPLICATION.uri());
        servers.onPrimary(Account.TABLES + "INSERT INTO accounts VALUES (1, NULL, 10)");
        servers.postgres().awaitReplica();
        awaitRead("10 CAUGHT_UP alice", "alice", "here");
        awaitRead("10 CAUGHT_UP bob", "bob", "here");
        awaitRead("10 CAUGHT_UP carol", NOBODY, "thread?as=carol");
        servers.pauseReplay();
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    private String get(String user, String path) {
        return body(http.get(user, "elsewhere/" + path));
    }

    private String put(String user, String path) {
        return body(http.send(http.request(user, "elsewhere/" + path).PUT(BodyPublishers.noBody())));
    }

    private static String body(Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        return answer.body();
    }

    private void awaitRead(String expected, String user, String path) {
        Awaiting.until(
                expected, () -> http.get(user, "elsewhere/" + path).body().equals(expected));
    }

    static Stream<String> withContextToRead() {
        return DefaultExecutors.and(
                Stream.of("executor", "scheduler", "bean"), "with-routing", "ejb-in-context", "thread-in-context");
    }

    static Stream<String> withContextToWrite() {
        return DefaultExecutors.and(Stream.of("executor", "scheduler", "bean"), "ejb-in-context", "thread-in-context");
    }

    @ParameterizedTest
    @MethodSource("withContextToRead")
    void workThatARequestHandsOverReadsWhatTheRequestWrote(String way) {
        assertEquals("11 WROTE alice", put("alice", way + "/read?amount=11"));
        assertEquals("12 WROTE nobody", put(NOBODY, way + "/read?amount=12"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"executor", "scheduler", "bean", "ejb", "ejb-in-context", "thread-in-context"})
    void workThatARequestHandsOverReadsWhatItsCallerWroteEarlier(String way) {
        assertEquals("changed", put(NOBODY, "thread/as?as=alice&amount=11"));
        assertEquals("11 REPLICA_BEHIND alice", get("alice", way));
        assertEquals("10 CAUGHT_UP bob", get("bob", way));
    }

    @ParameterizedTest
    @MethodSource("withContextToWrite")
    void aRequestReadsWhatTheWorkWroteThatItWaitedFor(String way) {
        assertEquals("11 WROTE nobody", put(NOBODY, way + "/write?amount=11"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"executor", "scheduler", "bean", "ejb", "ejb-in-context", "thread-in-context"})
    void whatTheWorkWroteIsReadByItsCallersNextRequest(String way) {
        put("alice", way + "/write?amount=11");
        assertEquals("11 REPLICA_BEHIND alice", get("alice", "here"));
        assertEquals("10 CAUGHT_UP bob", get("bob", "here"));
    }

    @Test
    void aContextWithoutRoutingIsClearedAndThenTheThreadIsAsBefore() {
        assertEquals("11 NO_CALLER nobody, 11 WROTE nobody", put(NOBODY, "without-routing/restored?amount=11"));
    }

    @Test
    void aThreadThatIsToldNothingKnowsNobody() {
        assertEquals("11 NO_CALLER nobody", put("alice", "thread/read?amount=11"));
        assertEquals("11 NO_CALLER nobody", put("alice", "timer/read?amount=11"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"executor", "ejb", "thread", "timer"})
    void aCallerThatIsGivenHoldsWhateverTheServerSays(String way) {
        assertEquals("changed", put("bob", way + "/as?as=carol&amount=11"));
        assertEquals("11 REPLICA_BEHIND carol", get("bob", way + "?as=carol"));
        assertEquals("10 CAUGHT_UP bob", get("bob", "here"));
    }

    @Test
    void aCallerWhoseEntityIsFlushedAfterItsWorkIsNotForgotten() {
        assertEquals("changed", put(NOBODY, "ejb/flush?as=carol&amount=11"));
        assertEquals("11 REPLICA_BEHIND carol", get(NOBODY, "thread?as=carol"));
        assertEquals("10 CAUGHT_UP bob", get("bob", "here"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"executor", "thread", "timer"})
    void aPositionThatIsSentIsWaitedForOnTheOtherSide(String way) throws Exception {
        String position = put(NOBODY, "here/position?amount=11");
        assertEquals("11 REPLICA_BEHIND nobody", get(NOBODY, way + "?after=" + position));
        assertEquals("11 REPLICA_BEHIND bob", get(NOBODY, way + "?as=bob&after=" + position));
        boolean inRequest = way.equals("executor") && DefaultExecutors.takeRoutingAlong();
        assertEquals(inRequest ? "10 ANONYMOUS nobody" : "11 NO_CALLER nobody", get(NOBODY, way));

        servers.resumeReplay();
        awaitRead("11 CAUGHT_UP nobody", NOBODY, way + "?after=" + position);
        awaitRead("11 CAUGHT_UP bob", NOBODY, way + "?as=bob&after=" + position);
    }

    @Test
    void aPositionOfAnotherClusterIsReadOnThePrimary() {
        put(NOBODY, "here/position?amount=11");
        assertEquals("11 POSITION_UNKNOWN nobody", get(NOBODY, "thread?after=v1.1.1.0000000000000001"));
    }
}
