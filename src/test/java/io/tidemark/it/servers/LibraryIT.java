package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OnSharedServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the library's jar in a foreign application, through Jakarta Persistence and through JDBC. */
class LibraryIT {

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("library", LibraryIT::shop);

    private final Servers servers = TestServers.running();
    private Http http;

    private static WebArchive shop() throws IOException {
        return Deployments.shop();
    }

    @BeforeEach
    void anArticleThatTheReplicaHas() throws Exception {
        servers.onPrimary(
                """
                DROP TABLE IF EXISTS articles;
                CREATE TABLE articles (id bigint PRIMARY KEY, price integer NOT NULL, stock integer NOT NULL);
                GRANT SELECT, UPDATE ON articles TO tidemark;
                INSERT INTO articles VALUES (1, 10, 10)""");
        servers.postgres().awaitReplica();
        http = new Http(APPLICATION.uri());
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    private Answer get(String customer, String path) {
        return http.send(http.request("", path).header("Customer", customer).GET());
    }

    private Answer put(String customer, String path, int value) {
        return http.send(http.request("", path)
                .header("Customer", customer)
                .header("Content-Type", "text/plain")
                .PUT(BodyPublishers.ofString(String.valueOf(value))));
    }

    private void awaitRoute(String customer, String path, String route) {
        Awaiting.until(
                customer + " reads from the " + route,
                () -> get(customer, path).route().equals(Optional.of(route)));
    }

    private static void assertAnswer(Answer answer, String body, String route, Reason reason) {
        assertEquals(200, answer.status(), answer.body());
        assertEquals(body, answer.body());
        assertEquals(Optional.of(route), answer.route());
        assertEquals(Optional.of(reason.name()), answer.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"articles/1/price", "articles/1/stock"})
    void anUpdateReadsOnTheReplicaUntilItWrites(String path) {
        awaitRoute("alice", path, "replica");
        assertAnswer(put("alice", path, 11), "11", "replica, primary, primary", Reason.WROTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"articles/1/price", "articles/1/stock"})
    void aWriterSeesItsWriteWhileReplayIsPausedAndOthersStayOnTheReplica(String path) throws Exception {
        awaitRoute("alice", path, "replica");
        awaitRoute("bob", path, "replica");
        servers.pauseReplay();
        assertEquals(200, put("alice", path, 11).status());

        assertAnswer(get("alice", path), "11", "primary", Reason.REPLICA_BEHIND);
        assertAnswer(get("bob", path), "10", "replica", Reason.CAUGHT_UP);

        servers.resumeReplay();
        awaitRoute("alice", path, "replica");
        assertAnswer(get("alice", path), "11", "replica", Reason.CAUGHT_UP);
    }
}
