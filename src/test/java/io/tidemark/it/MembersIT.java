package io.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.members.Members;
import io.tidemark.it.Http.Answer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application that authenticates its users from the database, and whose beans are made, passivated and destroyed. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Tag("slow")
class MembersIT {

    @ArquillianResource
    URL url;

    private final Servers servers = TestServers.running();
    private Http http;

    @Deployment(testable = false)
    static WebArchive members() throws Exception {
        // Before the deployment, which writes when it starts.
        TestServers.running()
                .onPrimary(
                        """
                        CREATE TABLE IF NOT EXISTS members (name text PRIMARY KEY, password text NOT NULL, token text);
                        GRANT SELECT, UPDATE ON members TO tidemark;
                        INSERT INTO members VALUES ('alice', 'not yet seeded'), ('bob', 'old')
                        ON CONFLICT (name) DO UPDATE SET password = excluded.password, token = NULL""");
        return ShrinkWrap.create(WebArchive.class, "members.war")
                .addPackage(Members.class.getPackage())
                .addAsLibraries(Deployments.library())
                .addAsLibraries(Deployments.bundled());
    }

    @BeforeEach
    void theReplicaIsInUse() throws Exception {
        servers.onPrimary("UPDATE members SET password = 'old', token = NULL WHERE name = 'bob'");
        servers.postgres().awaitReplica();
        http = new Http(TestServers.applicationAt(url));
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
        "basket, ANONYMOUS ANONYMOUS ANONYMOUS",
        "seats, ANONYMOUS ANONYMOUS ANONYMOUS",
    })
    void whatABeanReadsInItsLifecycleIsRoutedAlsoAfterPassivation(String bean, String reasons) {
        Answer answer = get(bean);
        assertEquals(200, answer.status(), answer.body());
        assertEquals(reasons, answer.body());
    }
}
