package io.tidemark.it.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.LogEntries;
import io.tidemark.it.support.Visitor;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests an application that uses many Jakarta EE features, on Payara Server and on WildFly's full profile. */
@Tag("slow")
class HelpdeskIT {

    private static Servers servers;
    private static ApplicationServer server;
    private static int users;

    private String name = "";
    private Visitor user;

    @BeforeAll
    static void startServer() throws Exception {
        servers = TestServers.running();
        servers.onPrimary(Files.readString(Path.of("src/test/resources/com/example/helpdesk/schema.sql")));
        servers.postgres().awaitReplica();
        server = TestServers.fullServer("helpdesk", Helpdesk.archive());
        // Most applications set no key, and so their clients remember no position.
        server.start(Map.of("TIDEMARK_TOKEN_KEY", ""), "/api/figures");
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @BeforeEach
    void aUserWhomTheReplicaHas() throws Exception {
        name = "user" + ++users;
        user = new Visitor(server.uri());
        assertEquals(
                204,
                user.post("api/account", "name=" + name + "&password=first").status());
        servers.postgres().awaitReplica();
        Awaiting.until(
                "reads on the replica", () -> user.get("api/tickets").route().equals(Optional.of("replica")));
    }

    @AfterEach
    void replayGoesOn() throws Exception {
        servers.resumeReplay();
    }

    private static String count(String of) throws Exception {
        return servers.primary().query("SELECT count(*) FROM helpdesk_" + of);
    }

    private void open(int tickets) {
        for (int i = 1; i <= tickets; i++) {
            assertEquals(200, user.post("api/tickets", "title=printer " + i).status());
        }
    }

    private void triage(int tickets) throws Exception {
        String before = count("estimates");
        assertEquals(204, user.post("api/tickets/triage", "").status());
        String after = String.valueOf(Integer.parseInt(before) + tickets);
        Awaiting.until(tickets + " estimates", () -> count("estimates").equals(after));
    }

    private String ofTickets(String what) throws Exception {
        return servers.primary()
                .query("SELECT " + what
                        + " FROM helpdesk_estimates JOIN helpdesk_tickets ON id = ticket WHERE owner = '" + name + "'");
    }

    @Test
    void theLibraryLogsNoWarning() {
        assertEquals(
                List.of(),
                LogEntries.of(server).warnings().stream()
                        .filter(entry -> entry.contains("io.tidemark."))
                        .toList());
    }

    @Test
    void aChainOfMessagesStoresWhatFollowsFromWhatTheLinkBeforeWrote() throws Exception {
        open(10);
        servers.postgres().awaitReplica();
        servers.pauseReplay();

        triage(10);
        assertEquals("10", ofTickets("count(*) FILTER (WHERE hours = 8)"));
    }

    @Test
    void afterAChangeOfPasswordTheOldIsRefusedAndTheNewAccepted() throws Exception {
        servers.pauseReplay();
        assertEquals(204, user.put("api/account/password", "password=second").status());

        assertEquals(401, new Visitor(server.uri()).logIn(name, "first").status());
        assertEquals(204, new Visitor(server.uri()).logIn(name, "second").status());
    }

    @Test
    void whoSignsUpAndIsLoggedInByOneRequestSeesTheOwnRowInTheNext() throws Exception {
        servers.pauseReplay();
        Visitor newcomer = new Visitor(server.uri());
        assertEquals(
                204,
                newcomer.post("api/account", "name=new-" + name + "&password=first")
                        .status());

        Answer changed = newcomer.put("api/account/phone", "phone=1");
        assertEquals(200, changed.status(), changed.body());
        assertEquals("1", newcomer.get("api/account/phone").body());
    }

    @Test
    void whoWasRememberedIsKnownAgainByTheCookieAlone() throws Exception {
        servers.pauseReplay();
        Visitor returning = new Visitor(server.uri());
        assertEquals(204, returning.logIn(name, "first&remember=true").status());
        returning.closeBrowser();
        assertEquals(name, returning.get("api/account").body());
    }

    @Test
    void aPageReadsOnTheReplicaWhileItIsMade() throws Exception {
        Answer page = user.get("tickets.xhtml");
        assertEquals(200, page.status(), page.body());
        assertTrue(page.body().contains("hardware: 8 h"), page.body());
        assertEquals(Optional.of("replica, replica"), page.route());
    }

    @Test
    void aPageShowsWhatItsUserHasWrittenByIt() throws Exception {
        Answer page = user.get("tickets.xhtml");
        servers.pauseReplay();
        Answer after = user.post("tickets.xhtml", Helpdesk.filledIn(page.body(), "printer"));
        assertTrue(after.body().contains("printer (none)"), after.body());
        assertTrue(user.get("tickets.xhtml").body().contains("printer (none)"));
    }

    @Test
    void whatIsSownAtTheStartIsThere() throws Exception {
        assertEquals("2", count("categories"));
        assertEquals("1", count("tickets WHERE owner = 'helpdesk'"));
    }

    @Test
    void aTimerCountsWhatWasWrittenBefore() throws Exception {
        servers.pauseReplay();
        open(3);
        String before = count("tallies");
        assertEquals(204, user.post("api/tickets/evening", "").status());
        Awaiting.until("the timer", () -> !count("tallies").equals(before));
        assertEquals(
                count("tickets"),
                servers.primary().query("SELECT tickets FROM helpdesk_tallies ORDER BY id DESC LIMIT 1"));
        // The job that the timer starts goes on, and would be in the way of another.
        Awaiting.until("all bills", () -> count("estimates WHERE billed = 0").equals("0"));
    }

    @Test
    void aBatchJobBillsWhatWasEstimatedBefore() throws Exception {
        open(5);
        servers.postgres().awaitReplica();
        servers.pauseReplay();
        triage(5);
        String hours = ofTickets("sum(hours)");
        assertEquals(204, user.post("api/tickets/evening", "").status());
        Awaiting.until("all bills", () -> ofTickets("count(*) FILTER (WHERE billed > 0)")
                .equals("5"));
        assertEquals(hours + "00", ofTickets("sum(billed)"));
    }

    @Test
    void whoWatchesSeesNewTickets() throws Exception {
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(user.stream("api/tickets/events"), StandardCharsets.UTF_8))) {
            assertEquals(count("tickets") + " tickets", Helpdesk.next(events));
            open(1);
            assertEquals("printer 1", Helpdesk.next(events));
        }
    }

    /** The statements of a fixed walk, for the report; each step waits for the replica, as a user's next click would. */
    @Test
    void aWalkThroughTheApplicationByRouteAndReason() throws Exception {
        user.delete("api/figures");
        Visitor walker = new Visitor(server.uri());
        Helpdesk.walk(walker, "walker", servers);
        String figures = user.get("api/figures").body();
        System.out.println("Statements of the walk:\n" + figures);
        assertTrue(figures.contains("replica CAUGHT_UP"), figures);
    }
}
