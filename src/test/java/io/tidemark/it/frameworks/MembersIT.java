package io.tidemark.it.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.doors.EjbStore;
import com.example.doors.basic.BasicDoor;
import com.example.doors.form.FormDoor;
import com.example.members.Members;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Guestbook;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.SharedServers;
import io.tidemark.it.support.Visitor;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests {@code LoginReads} and {@code RoutedLifecycle}: applications that authenticate users from the database, and
 * beans that are created, passivated and destroyed.
 */
@Tag("slow")
class MembersIT {

    private static Servers servers;
    private static DeploymentServer server;

    private Http http;

    @BeforeAll
    static void openTheDoors() throws Exception {
        servers = TestServers.running();
        // Before the deployment, which writes when it starts.
        servers.onPrimary(
                """
                CREATE TABLE IF NOT EXISTS members (name text PRIMARY KEY, password text NOT NULL, token text);
                GRANT SELECT, UPDATE ON members TO tidemark;
                INSERT INTO members VALUES ('alice', 'not yet seeded'), ('bob', 'old'), ('eve', 'old')
                ON CONFLICT (name) DO UPDATE SET password = excluded.password, token = NULL""");
        server = SharedServers.usual();
        deploy("members", archive().addPackage(Members.class.getPackage()));
        deploy("basic", doors().addPackage(BasicDoor.class.getPackage()));
        deploy("form", doors().addPackage(FormDoor.class.getPackage()));
    }

    @AfterAll
    static void closeThem() throws Exception {
        for (String name : List.of("members", "basic", "form")) {
            server.undeploy(name + ".war");
        }
    }

    private static WebArchive archive() {
        return ShrinkWrap.create(WebArchive.class)
                .addAsLibraries(Deployments.library())
                .addAsLibraries(Guestbook.libraries());
    }

    private static WebArchive doors() {
        return archive()
                .addPackage(EjbStore.class.getPackage())
                .addClass(Members.class)
                .addAsResource(new StringAsset("tidemark.headers=true"), "META-INF/microprofile-config.properties");
    }

    private static void deploy(String name, WebArchive archive) throws Exception {
        server.deploy(Deployments.exported(archive, name + ".war"));
    }

    @BeforeEach
    void theReplicaIsInUse() throws Exception {
        servers.onPrimary("UPDATE members SET password = 'old', token = NULL WHERE name <> 'alice'");
        servers.postgres().awaitReplica();
        http = new Http(server.uri("members"));
        assertEquals(200, get("visit").status());
        Awaiting.until(
                "nobody reads from the replica", () -> get("visit").body().startsWith("ANONYMOUS ANONYMOUS"));
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    private Answer get(String path) {
        return http.send(http.request("", "members/" + path).GET());
    }

    private Answer get(String path, String member, String password) {
        return http.send(http.request("", "members/" + path)
                .header("Member", member)
                .header("Password", password)
                .GET());
    }

    private Answer withCookie(String path, String cookie) {
        return http.send(
                http.request("", "members/" + path).header("Cookie", cookie).GET());
    }

    @Test
    void dataIsWrittenWhenTheApplicationStarts() {
        assertEquals("alice", get("who", "alice", "old").body());
    }

    @Test
    void aLogInNeedsTheNewPasswordWhileReplayIsPaused() throws Exception {
        servers.pauseReplay();
        assertEquals("changed", get("change?to=new", "bob", "old").body());
        assertEquals("bob", get("who", "bob", "new").body());
        assertEquals(401, get("who", "bob", "old").status());
    }

    @Test
    void aLogInWithinARequestNeedsTheNewPasswordWhileReplayIsPaused() throws Exception {
        servers.pauseReplay();
        assertEquals("changed", get("change?to=new", "bob", "old").body());
        assertEquals("SUCCESS", get("login?name=bob&password=new").body());
        assertEquals(401, get("login?name=bob&password=old").status());
    }

    @Test
    void aMemberIsRememberedAndForgottenWhileReplayIsPaused() throws Exception {
        servers.pauseReplay();
        String cookie = get("who", "bob", "old").cookies().stream()
                .filter(set -> set.startsWith("JREMEMBERMEID="))
                .map(set -> set.substring(0, set.indexOf(';')))
                .findFirst()
                .orElseThrow();
        assertEquals("bob", withCookie("who", cookie).body());
        assertEquals("logged out", withCookie("logout", cookie).body());
        assertEquals("nobody", withCookie("who", cookie).body());
    }

    @ParameterizedTest
    @CsvSource({
        "visit, ANONYMOUS ANONYMOUS ANONYMOUS",
        "revisit, ANONYMOUS ANONYMOUS ANONYMOUS",
        "glance, ANONYMOUS ANONYMOUS ANONYMOUS",
        "basket, ANONYMOUS ANONYMOUS ANONYMOUS",
        "seats, ANONYMOUS ANONYMOUS ANONYMOUS",
    })
    void whatABeanReadsInItsLifecycleIsRoutedAlsoAfterPassivation(String bean, String reasons) {
        Answer answer = get(bean);
        assertEquals(200, answer.status(), answer.body());
        assertEquals(reasons, answer.body());
    }

    /** WELD-000411, with which CDI names an observer of all types. */
    @Test
    void theServerHasNoRemarkAboutTheExtension() {
        assertEquals(
                List.of(),
                server.log()
                        .lines()
                        .filter(line -> line.contains("WELD-000411") && line.contains("io.tidemark"))
                        .toList());
    }

    /** A browser, before it shows anything. */
    private static Visitor at(String door) {
        return new Visitor(server.uri(door));
    }

    private static void change(String door, String name) {
        assertEquals(
                "changed",
                at(door).post("public", "name=" + name + "&password=new").body());
    }

    private static Answer byBasic(String name, String password) {
        String claim = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        Http http = new Http(server.uri("basic"));
        return http.send(http.request("", "private")
                .header("Authorization", "Basic " + claim)
                .GET());
    }

    private static Answer byForm(String name, String password) {
        Visitor browser = at("form");
        assertEquals("login", browser.get("private").body());
        browser.post("j_security_check", "j_username=" + name + "&j_password=" + password);
        return browser.get("private");
    }

    @Test
    void theServersBasicMechanismNeedsTheNewPasswordWhileReplayIsPaused() throws Exception {
        assertEquals("bob", byBasic("bob", "old").body());
        servers.pauseReplay();
        change("basic", "bob");
        assertEquals("bob", byBasic("bob", "new").body());
        assertEquals(401, byBasic("bob", "old").status());
    }

    @Test
    void theServersFormNeedsTheNewPasswordWhileReplayIsPaused() throws Exception {
        assertEquals("bob", byForm("bob", "old").body());
        servers.pauseReplay();
        change("form", "bob");
        assertEquals("bob", byForm("bob", "new").body());
        assertEquals("login", byForm("bob", "old").body());
    }

    private static Answer byStores(String name, String password) {
        return at("basic").get("public?by=stores&name=" + name + "&password=" + password);
    }

    private static void awaitEventualReads() {
        Awaiting.until(
                "eve's password is read on the replica",
                () -> byStores("eve", "old").route().equals(Optional.of("replica")));
    }

    @Test
    void aStoreThatIsAnEjbNeedsTheNewPasswordWithinARequestToo() throws Exception {
        awaitEventualReads();
        servers.pauseReplay();
        change("basic", "bob");
        assertEquals("VALID", byStores("bob", "new").body());
        assertEquals("INVALID", byStores("bob", "old").body());
    }

    /** {@code HttpServletRequest.login} is for the server's own realm. */
    @ParameterizedTest
    @CsvSource({"basic, old", "basic, new", "form, old", "form, new"})
    void theServletsLogInDoesNotAskTheApplicationsStores(String door, String password) throws Exception {
        servers.pauseReplay();
        change(door, "bob");
        assertEquals(
                401,
                at(door).get("public?by=login&name=bob&password=" + password).status());
    }

    @Test
    void aStoreThatAsksForEventualReadsGetsThem() throws Exception {
        awaitEventualReads();
        servers.pauseReplay();
        change("basic", "eve");
        assertEquals("eve", byBasic("eve", "old").body());
        assertEquals(401, byBasic("eve", "new").status());
    }
}
