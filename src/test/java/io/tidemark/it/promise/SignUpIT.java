package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.promise.Club.Security;
import io.tidemark.it.promise.Club.Visitor;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Guestbook;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.SharedServers;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests {@code UnclaimedWrites}: writes before the caller is known. The user logs in later in the same request or
 * session, or never.
 *
 * <p>Replay is paused. A read on the replica therefore does not show the write.
 */
@Tag("slow")
class SignUpIT {

    private static final String WARNING = " wrote without a caller, so a later request";

    private static Servers servers;
    private static DeploymentServer server;
    private static Club members;
    private static Club sessions;
    private static Club both;
    private static Club strangers;

    private int before;

    @BeforeAll
    static void openClubs() throws Exception {
        servers = TestServers.running();
        servers.onPrimary(Guestbook.TABLE);
        servers.postgres().awaitReplica();
        // With a token, clients would remember what nobody else does.
        server = SharedServers.odd().server();
        members = Club.open(server, "members", Security.JAKARTA);
        sessions = Club.open(server, "sessions", Security.NONE, "tidemark.caller=session");
        both = Club.open(server, "both", Security.JAKARTA, "tidemark.caller=session");
        strangers = Club.open(server, "strangers", Security.NONE);
    }

    @AfterAll
    static void closeClubs() throws Exception {
        for (String name : List.of("members", "sessions", "both", "strangers")) {
            server.undeploy(name + ".war");
        }
    }

    @BeforeEach
    void replayStops() throws Exception {
        servers.postgres().awaitReplica();
        servers.pauseReplay();
        before = strangers.visitor().members();
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    private static String somebody() {
        return "m" + UUID.randomUUID();
    }

    private void assertReadsOwnWrite(Answer read) {
        assertEquals(200, read.status(), read.body());
        assertEquals(String.valueOf(before + 1), read.body());
        assertEquals(Optional.of(Reason.REPLICA_BEHIND.name()), read.reason());
    }

    /** Not at once where a busy machine lets a poll of the replica fail. */
    private void assertReadsReplica(Reason reason, Visitor visitor) {
        String expected = before + " " + reason;
        Awaiting.until(expected, () -> {
            Answer read = visitor.read();
            return expected.equals(read.body() + " " + read.reason().orElse(""));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add,login",
                "read,add,read,login,read",
                "add-in-jta,login",
                "add-in-ejb,login",
                "begin,add,login,commit",
                "begin,add-in-ejb,login,read,commit",
            })
    void whoSignsUpAndLogsInReadsThatInTheNextRequestWhereverItCarriesOn(String steps) {
        String member = somebody();
        assertReadsOwnWrite(members.visitor().does(member, steps).read());
        assertReadsOwnWrite(members.visitor().does(member, "login").read());
        assertReadsReplica(Reason.CAUGHT_UP, members.visitor().does(somebody(), "login"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "add-in-jta", "add-in-ejb", "add,new-id", "add,new-session", "read,add,read"})
    void aSessionReadsWhatItWroteWithoutACaller(String steps) {
        Visitor visitor = sessions.visitor().does("", "session").does("", steps);
        assertReadsOwnWrite(visitor.read());
        assertReadsOwnWrite(visitor.does("", "new-id").read());
        assertReadsOwnWrite(visitor.does("", "new-session").read());
        assertReadsReplica(Reason.ANONYMOUS, sessions.visitor().does("", "session"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add,session", "begin,add,session,commit"})
    void aSessionThatIsCreatedAfterTheWriteReadsIt(String steps) {
        assertReadsOwnWrite(sessions.visitor().does("", steps).read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "new-id,login", "login,new-id", "new-session,login"})
    void aSessionReadsWhatItWroteBeforeItsLogIn(String login) {
        String member = somebody();
        Visitor visitor = both.visitor().does("", "session").does("", "add").does(member, login);
        assertReadsOwnWrite(visitor.read());
        assertReadsReplica(Reason.CAUGHT_UP, both.visitor().does(member, "login"));
    }

    @Test
    void aPrincipalComesBeforeTheSession() {
        String member = somebody();
        both.visitor().does(member, "login").does("", "add");
        assertReadsOwnWrite(both.visitor().does(member, "login").read());
    }

    @Test
    void withoutCallerOrTokenKeyOneWarningSaysWhatToDo() {
        Visitor stranger =
                strangers.visitor().does("", "session").does("", "add").does("", "session");
        assertReadsReplica(Reason.ANONYMOUS, stranger);
        stranger.does("", "add");
        Awaiting.until("the warning", () -> warnings("strangers") > 0);
        assertEquals(1, warnings("strangers"));
        assertEquals(0, warnings("members") + warnings("both"), "these have callers");
        assertTrue(server.log().contains("tidemark.caller=session), or set tidemark.token.key"));
    }

    private static long warnings(String club) {
        return server.log()
                .lines()
                .filter(line -> line.contains("/" + club + "/members" + WARNING))
                .count();
    }
}
