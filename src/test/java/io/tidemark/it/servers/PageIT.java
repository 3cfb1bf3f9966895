package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.app.Holder;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.EventLines;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OnSharedServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the status page in the demo application, as a client without a browser. */
@Tag("slow")
class PageIT {

    private static final String EVENTS = "tidemark/events";

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("paged", PageIT::application);

    private Http http;

    private static WebArchive application() {
        return Deployments.withTestBeans()
                .addAsResource(
                        new StringAsset(
                                """
                                tidemark.headers=true
                                tidemark.page.role=operator
                                things.operator.password=operator
                                """),
                        "META-INF/microprofile-config.properties");
    }

    @BeforeEach
    void client() throws Exception {
        http = new Http(APPLICATION.uri());
    }

    @AfterEach
    void usual() {
        post("{\"routing\":\"on\"}");
        post("{\"share\":1}");
        post("{\"resume\":\"jdbc/replica\"}");
    }

    private Answer post(String request) {
        return http.post("operator", "tidemark/switch", request);
    }

    private EventLines events() throws Exception {
        return EventLines.open(http.request("operator", EVENTS).GET().build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidemark/",
                "tidemark/page.js",
                "tidemark/page.css",
                "tidemark/own.js",
                "tidemark/uPlot.iife.min.js",
                "tidemark/uPlot.min.css",
                EVENTS
            })
    void everyPathNeedsAUserInTheRole(String path) {
        assertEquals(401, http.get("", path).status());
        Answer refused = http.get("alice", path);
        assertEquals(403, refused.status(), refused.body());
        assertTrue(
                refused.body().contains("in the role operator (tidemark.page.role), and you are not in it"),
                refused.body());
        assertEquals(
                401, http.post("", "tidemark/switch", "{\"routing\":\"off\"}").status());
        assertEquals(
                403,
                http.post("alice", "tidemark/switch", "{\"routing\":\"off\"}").status());
    }

    @Test
    void thePageHasTheHeadersThatForbidInlineScriptsAndOtherHosts() throws Exception {
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(http.request("operator", "tidemark/").GET().build(), BodyHandlers.ofString());
        assertEquals(200, page.statusCode(), page.body());
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals(
                "nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertEquals("no-store", page.headers().firstValue("Cache-Control").orElseThrow());
        assertFalse(page.body().matches("(?s).*(<script>|<style|style=|https?:).*"), page.body());
    }

    @Test
    void thePathWithoutASlashLeadsToThePage() {
        Answer redirect = http.get("operator", "tidemark");
        assertEquals(302, redirect.status());
        assertTrue(redirect.location().orElseThrow().endsWith("/paged/tidemark/"), redirect.toString());
        assertEquals(200, http.get("operator", "tidemark/status").status());
    }

    @Test
    void aPageReceivesThePastAndThenEachSecond() throws Exception {
        try (EventLines events = events()) {
            assertTrue(events.next("history").contains("\"samples\":["));
            String second = events.next("second");
            assertTrue(second.contains("\"verdict\":\""), second);
            assertTrue(second.contains("\"name\":\"jdbc/replica\""), second);
        }
    }

    @Test
    void theDecisionOnAStatementIsShownWithoutItsText() throws Exception {
        try (EventLines events = events()) {
            events.next("second");
            events.awaitData("\"kind\":\"SELECT, a read\"", () -> http.get("alice", "things/1"));
            String write = events.awaitData(
                    "\"kind\":\"INSERT, a write\"", () -> http.post("alice", "things", Http.color("orange")));
            assertFalse(write.contains("insert into"), write);
            assertFalse(write.contains("alice"), write);
        }
    }

    /** The beans of the tests have such an entity. */
    @Test
    void anEntityWithoutAVersionIsAnAdvice() throws Exception {
        try (EventLines events = events()) {
            String advice = events.awaitData(
                    "no protection against being overwritten with stale state", () -> http.get("alice", "things/1"));
            assertTrue(advice.contains(Holder.class.getName()) && advice.contains("@Version"), advice);
        }
    }

    @Test
    void theSwitchesChangeTheVerdictAndTheRoutes() throws Exception {
        try (EventLines events = events()) {
            long thing = http.post("alice", "things", Http.color("orange")).id();
            assertEquals(204, post("{\"routing\":\"off\"}").status());
            events.awaitData("Reads use the primary: routing is off.", () -> {});
            assertEquals(
                    "ROUTING_OFF", http.get("bob", "things/" + thing).reason().orElseThrow());
            assertEquals(204, post("{\"routing\":\"on\"}").status());
            events.awaitData("Routing was switched on.", () -> {});
            assertEquals(204, post("{\"share\":0}").status());
            assertEquals(
                    "NOT_IN_SHARE", http.get("bob", "things/" + thing).reason().orElseThrow());
            assertEquals(204, post("{\"share\":1}").status());
            assertEquals(204, post("{\"drain\":\"jdbc/replica\"}").status());
            events.awaitData("jdbc/replica was drained.", () -> {});
            assertEquals(
                    "REPLICA_INELIGIBLE",
                    http.get("bob", "things/" + thing).reason().orElseThrow());
            assertEquals(204, post("{\"resume\":\"jdbc/replica\"}").status());
            Awaiting.until("the replica serves bob", () -> http.get("bob", "things/" + thing)
                    .route()
                    .orElseThrow()
                    .equals("replica"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"share\":2} | The share of callers is 2. Expected a number from 0 to 1, such as 0.25 for 25 %.",
                "{\"drain\":\"jdbc/other\"} | There is no replica jdbc/other; expected one of: ",
                "{\"stop\":1} | There is no switch 'stop'. Expected one of: routing, share, drain, resume.",
                "routing | The request is not a JSON object."
            })
    void aBadSwitchIsRefusedWithTheExpectation(String request, String message) {
        Answer refused = post(request);
        assertEquals(400, refused.status());
        assertTrue(refused.body().contains(message), refused.body());
        assertTrue(refused.type().orElseThrow().startsWith("application/problem+json"), refused.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site, application/json, 403",
        "Sec-Fetch-Site, same-site, application/json, 403",
        "Origin, https://elsewhere.example, application/json, 403",
        "Origin, null, application/json, 403",
        "Sec-Fetch-Site, same-origin, text/plain, 415"
    })
    void aPageOfAnotherSiteCannotSwitch(String header, String value, String type, int status) {
        Answer refused = http.send(http.request("operator", "tidemark/switch")
                .header(header, value)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"routing\":\"off\"}")));
        assertEquals(status, refused.status(), refused.body());
        assertTrue(http.get("operator", "tidemark/status").body().contains("\"routing\":true"));
    }

    /** All pages receive the same seconds: the number of a second is the number of snapshots of the node. */
    @Test
    void aHundredOpenPagesCostOneSnapshotPerSecond() throws Exception {
        List<EventLines> open = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                open.add(events());
            }
            List<Long> first = new ArrayList<>();
            for (EventLines page : open) {
                page.next("second");
                first.add(page.id());
            }
            long begun = System.nanoTime();
            long from = first.get(first.size() - 1);
            for (EventLines page : open) {
                while (page.id() < from + 3) {
                    page.next("second");
                }
                assertEquals(from + 3, page.id(), "a second is missing");
            }
            assertTrue(System.nanoTime() - begun > 1_500_000_000L, "three seconds came at once");
        } finally {
            for (EventLines page : open) {
                page.close();
            }
        }
    }

    @Test
    void aPageBeyondTheMostIsRefusedUntilOthersAreClosed() throws Exception {
        List<EventLines> open = new ArrayList<>();
        try {
            AssertionError refused = assertThrows(AssertionError.class, () -> {
                for (int i = 0; i <= 200; i++) {
                    open.add(events());
                }
            });
            String message = String.valueOf(refused.getMessage());
            assertTrue(
                    message.contains("503")
                            && message.contains("This node has 200 open status pages, which is the most."),
                    message);
            int last = open.size() - 1;
            for (EventLines page : open.subList(0, last)) {
                page.close();
            }
            // The server notices that a client is gone when it writes for the second time.
            EventLines kept = open.get(last);
            for (int i = 0; i < 5; i++) {
                kept.next("second");
            }
            try (EventLines another = events()) {
                assertFalse(another.next("history").isEmpty());
            }
        } finally {
            for (EventLines page : open) {
                page.close();
            }
        }
    }

    /** It never reads: the buffers of its connection fill up. */
    @Test
    void aPageThatDoesNotReadDoesNotStopTheOthers() throws Exception {
        URI uri = http.request("operator", EVENTS).build().uri();
        HttpRequest request = http.request("operator", EVENTS).build();
        List<Socket> frozen = new ArrayList<>();
        try (EventLines events = events()) {
            for (int i = 0; i < 10; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(1024);
                socket.connect(new java.net.InetSocketAddress(uri.getHost(), uri.getPort()));
                frozen.add(socket);
                socket.getOutputStream()
                        .write(("GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                                        + "\r\nAuthorization: "
                                        + request.headers()
                                                .firstValue("Authorization")
                                                .orElseThrow() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            events.next("second");
            long from = events.id();
            for (int i = 1; i <= 8; i++) {
                events.next("second");
                assertEquals(from + i, events.id());
            }
        } finally {
            for (Socket socket : frozen) {
                close(socket);
            }
        }
    }

    private static void close(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
