package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OnSharedServer;
import io.tidemark.servers.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo application's API, and how it says no. */
class ThingsIT {

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("api", ThingsIT::application);

    private Http http;

    private static WebArchive application() {
        return Deployments.asBuilt();
    }

    @BeforeEach
    void client() throws Exception {
        http = new Http(APPLICATION.uri());
    }

    private static void assertProblem(int status, Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(Optional.of("application/problem+json"), answer.type().map(type -> type.replaceFirst(";.*", "")));
        assertTrue(answer.body().contains("\"status\":" + status), answer.body());
        assertFalse(answer.body().contains("Exception"), answer.body());
    }

    /** Every answer of the API tells its route, also a refusal. */
    private static void assertTold(Answer answer) {
        assertTrue(answer.route().isPresent() && answer.reason().isPresent(), answer.toString());
    }

    @Test
    void aThingIsMadeReadChangedAndRemoved() {
        Answer created = http.post("alice", "things", Http.color("orange"));
        assertEquals(201, created.status(), created.body());
        String path = "things/" + created.id();
        assertEquals("{\"id\":" + created.id() + ",\"color\":\"orange\",\"version\":0}", created.body());
        assertTrue(created.location().orElseThrow().endsWith("/" + path), created.toString());
        assertEquals(Optional.of("primary"), created.route());

        assertEquals(created.body(), http.get("alice", path).body());
        Answer put = http.put("alice", path, Http.color("blue"));
        assertEquals("{\"id\":" + created.id() + ",\"color\":\"blue\",\"version\":1}", put.body());
        Answer posted = http.post("alice", path, Http.color("green"));
        assertEquals(200, posted.status());
        assertEquals("{\"id\":" + created.id() + ",\"color\":\"green\",\"version\":2}", posted.body());

        Answer removed = http.delete("alice", path);
        assertEquals(204, removed.status());
        assertEquals(
                Optional.of("replica, primary"),
                removed.route().map(route -> route.replaceFirst("^primary", "replica")));
        assertProblem(404, http.get("alice", path));
        assertProblem(404, http.put("alice", path, Http.color("red")));
        assertProblem(404, http.delete("alice", path));
    }

    @Test
    void theListIsChosenByColorAndBounded() {
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    201, http.post("bob", "things", Http.color("rare color")).status());
        }
        assertEquals(3, count(http.get("bob", "things?color=rare%20color")));
        assertEquals(2, count(http.get("bob", "things?color=rare%20color&limit=2")));
        assertEquals(0, count(http.get("bob", "things?color=unheard%20of")));
        assertEquals(200, http.get("", "things?limit=1000").status());
    }

    private static int count(Answer list) {
        assertEquals(200, list.status(), list.body());
        return list.body().split("\"id\":", -1).length - 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "x", "", "1.5", "99999999999"})
    void aBadLimitIsRefused(String limit) {
        Answer refused = http.get("", "things?limit=" + limit);
        assertProblem(400, refused);
        assertTold(refused);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"orange\"",
                "null",
                "{}",
                "{\"color\":null}",
                "{\"color\":7}",
                "{\"color\":\"\"}",
                "{\"color\":\"  \"}",
                "{\"color\":\"red\",\"size\":1}",
                "{\"color\":\"red\",\"color\":\"blue\"}",
                "{\"color\":\"a color whose name is far too long for it\"}",
                "{\"color\":\"nul \\u0000\"}"
            })
    void aBadBodyIsRefused(String body) {
        Answer refused = http.post("alice", "things", body);
        assertProblem(400, refused);
        assertTold(refused);
    }

    @ParameterizedTest
    @CsvSource({"60000, 400", "65537, 413", "3000000, 413"})
    void aHugeBodyIsRefused(int size, int status) {
        assertProblem(status, http.post("alice", "things", Http.color("x".repeat(size))));
    }

    @ParameterizedTest
    @CsvSource({"60000, 400", "65537, 413"})
    void aHugeBodyWhoseLengthIsNotToldIsRefused(int size, int status) {
        String body = Http.color("x".repeat(size));
        assertProblem(
                status,
                http.send(http.request("alice", "things")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))));
    }

    @Test
    void aWriteNeedsAUserAndAReadDoesNot() {
        Answer refused = http.post("", "things", Http.color("red"));
        assertProblem(401, refused);
        assertTold(refused);
        assertEquals(Optional.of("Basic realm=\"tidemark\""), refused.challenge());
        assertProblem(401, http.delete("", "things/1"));
        assertProblem(401, http.put("", "things/1", Http.color("red")));
        assertEquals(200, http.get("", "things").status());
    }

    @Test
    void aWrongPasswordIsRefusedEvenForARead() {
        Answer refused = http.get("mallory", "things");
        assertProblem(401, refused);
        assertTold(refused);
        assertEquals(Optional.of("Basic realm=\"tidemark\""), refused.challenge());
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        assertProblem(404, http.get("", "things/999999999"));
        assertProblem(404, http.get("", "things/x"));
        assertProblem(404, http.get("", "elsewhere"));
    }

    @Test
    void anotherMethodOrMediaTypeIsRefused() {
        Answer method = http.send(http.request("alice", "things/1").method("PATCH", BodyPublishers.ofString("{}")));
        assertProblem(405, method);
        assertTold(method);
        Answer type = http.send(http.request("alice", "things")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("red")));
        assertProblem(415, type);
        assertTold(type);
    }

    @Test
    void aLostUpdateIsAConflict() throws Exception {
        Answer created = http.post("alice", "things", Http.color("orange"));
        String path = "things/" + created.id();
        Awaiting.until("bob sees it on the replica", () -> http.get("bob", path).status() == 200);
        TestServers.running().pauseReplay();
        try {
            assertEquals(200, http.put("alice", path, Http.color("blue")).status());
            assertProblem(409, http.put("bob", path, Http.color("green")));
            assertEquals("blue", http.get("alice", path).color());
        } finally {
            TestServers.running().resumeReplay();
        }
    }
}
