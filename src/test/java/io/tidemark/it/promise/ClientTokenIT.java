package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.app.Who;
import io.tidemark.it.client.Changing;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OnSharedServer;
import io.tidemark.servers.RedisServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests {@code PositionTokens}: a client keeps the position of its own writes. No node has a mark for an anonymous
 * user.
 *
 * <p>Replay is paused. A read on the replica therefore returns the old amount.
 */
@Tag("slow")
class ClientTokenIT {

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("tokens", ClientTokenIT::application);

    private final Servers servers = TestServers.running();
    private URI root = URI.create("unset:/");
    private Http browser = new Http(root);
    private Http stranger = new Http(root);

    private static WebArchive application() {
        return Deployments.withTestBeans().deleteClass(Who.class).addPackage(Changing.class.getPackage());
    }

    @BeforeEach
    void anAccountThatTheReplicaHas() throws Exception {
        root = APPLICATION.uri();
        browser = new Http(root, new CookieManager(null, CookiePolicy.ACCEPT_ALL));
        stranger = new Http(root);
        servers.onPrimary(
                """
                DROP TABLE IF EXISTS accounts, holders;
                CREATE TABLE accounts (id bigint PRIMARY KEY, amount integer NOT NULL, version integer NOT NULL DEFAULT 0);
                GRANT SELECT, INSERT, UPDATE, DELETE ON accounts TO tidemark;
                INSERT INTO accounts VALUES (1, 10)""");
        servers.postgres().awaitReplica();
        Awaiting.until("the replica is in use", () -> read(stranger, "").equals("10 ANONYMOUS nobody"));
        Awaiting.until("also for alice", () -> read(stranger, "alice").equals("10 CAUGHT_UP alice"));
        servers.pauseReplay();
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    private static String read(Http client, String user) {
        return client.get(user, "changing").body();
    }

    private static Answer change(Http client, String user, String way, String... headers) {
        HttpRequest.Builder request =
                client.request(user, "changing/" + way + "?amount=11").PUT(BodyPublishers.noBody());
        return client.send(headers.length == 0 ? request : request.headers(headers));
    }

    private Answer readWith(String position) {
        return stranger.send(stranger.request("", "changing")
                .header("Tidemark-Position", position)
                .GET());
    }

    @ParameterizedTest
    @ValueSource(strings = {"body", "nothing", "failure", "resumed", "stage"})
    void whoHasNoNameReadsWhatTheirBrowserWrote(String way) throws Exception {
        Answer changed = change(browser, "", way);
        assertEquals(1, changed.cookies().size(), changed.toString());
        assertEquals("11 REPLICA_BEHIND nobody", read(browser, ""));
        assertEquals("10 ANONYMOUS nobody", read(stranger, ""), "without the cookie nobody knows");
        servers.resumeReplay();
        Awaiting.until("the replica has it", () -> read(browser, "").equals("11 CAUGHT_UP nobody"));
    }

    @Test
    void noSharedCacheStoresAResponseWithAPosition() {
        assertEquals(List.of("private"), change(browser, "", "body").cacheControl());
        assertEquals(
                List.of("private"),
                change(stranger, "", "body", "Tidemark-Position", "").cacheControl());
        for (String way : List.of("cached", "written")) {
            Answer changed = change(browser, "", way);
            assertEquals(1, changed.cookies().size(), changed.toString());
            assertEquals(List.of("public, max-age=60, private"), changed.cacheControl(), way);
        }
        assertEquals(
                List.of("public, max-age=60"),
                change(stranger, "alice", "cached").cacheControl(),
                "nothing is told");
    }

    @Test
    void whoBringsMoreTokensThanAreLookedAtReadsOnThePrimaryAndIsToldOne() {
        change(browser, "", "body");
        HttpRequest.Builder request = stranger.request("", "changing").GET();
        for (int i = 0; i < 5; i++) {
            request.header("Cookie", "Tidemark-Position=forged");
        }
        Answer read = stranger.send(request);
        assertEquals("11 REPLICA_BEHIND nobody", read.body());
        assertEquals(1, read.cookies().size(), read.toString());
    }

    @Test
    void theCookieIsOfTheApplicationAndNotForScripts() {
        String cookie = change(browser, "", "body").cookies().get(0);
        assertTrue(cookie.startsWith("Tidemark-Position=v1."), cookie);
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);
        String path = root.getPath().replaceAll("(.)/$", "$1");
        assertTrue(cookie.contains("ath=" + path + ";"), cookie);
        assertTrue(cookie.contains("Max-Age=3600"), cookie);
        assertTrue(!cookie.contains("Secure"), cookie);
    }

    @Test
    void whoSignsUpIsFoundAtTheLogIn() {
        change(browser, "", "body");
        assertEquals("11 REPLICA_BEHIND alice", read(browser, "alice"));
        assertEquals("10 CAUGHT_UP alice", read(stranger, "alice"), "by the mark alone");
    }

    @Test
    void aProgramIsToldByAHeader() {
        Answer changed = change(stranger, "", "body", "Tidemark-Position", "");
        String position = changed.position().orElseThrow();
        assertEquals(List.of(), changed.cookies());
        assertEquals("11 REPLICA_BEHIND nobody", readWith(position).body());
        assertEquals(
                "10 ANONYMOUS nobody", readWith(position.replace("v1.", "v1.1")).body(), "forged");
        assertEquals("10 ANONYMOUS nobody", readWith("x".repeat(4000)).body());
    }

    @Test
    void aCallerWhoseMarkIsStoredNeedsNoToken() {
        Answer changed = change(browser, "alice", "body");
        assertEquals(List.of(), changed.cookies());
        assertEquals("11 REPLICA_BEHIND alice", read(browser, "alice"));
    }

    @Test
    void aCallerWhoseMarkCouldNotBeStoredIsGivenIt() throws Exception {
        RedisServer.Freeze freeze = servers.redis().freeze(Duration.ofSeconds(3));
        Answer changed = change(browser, "alice", "body");
        freeze.over().get(10, TimeUnit.SECONDS);
        assertEquals(1, changed.cookies().size(), changed.toString());
        Awaiting.until("the token counts, whatever the store says", () -> read(browser, "")
                .equals("11 REPLICA_BEHIND nobody"));
        assertEquals(Optional.empty(), changed.position());
    }
}
