package io.tidemark.it.frameworks;

import com.example.helpdesk.HelpdeskApplication;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Visitor;
import io.tidemark.servers.Servers;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application of {@code com.example.helpdesk}. */
final class Helpdesk {

    private static final String RESOURCES = "com/example/helpdesk/";
    private static final Pattern VIEW_STATE =
            Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]*)\"");

    private Helpdesk() {}

    /** The WAR, with the library and the persistence provider of the server that the build has chosen. */
    static Path archive() throws IOException {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "helpdesk.war")
                .addPackage(HelpdeskApplication.class.getPackage())
                .addAsWebResource(RESOURCES + "tickets.xhtml", "tickets.xhtml")
                .addAsWebInfResource(
                        new StringAsset(
                                "<faces-config version=\"4.0\" xmlns=\"https://jakarta.ee/xml/ns/jakartaee\"/>"),
                        "faces-config.xml")
                .addAsWebInfResource(
                        new StringAsset(
                                "<beans bean-discovery-mode=\"annotated\" version=\"4.0\" xmlns=\"https://jakarta.ee/xml/ns/jakartaee\"/>"),
                        "beans.xml")
                .addAsResource(RESOURCES + "bills.xml", "META-INF/batch-jobs/bills.xml")
                .addAsResource(RESOURCES + persistence(), "META-INF/persistence.xml")
                .addAsResource(new StringAsset("tidemark.headers=true\n"), "META-INF/microprofile-config.properties")
                .addAsLibraries(Deployments.library())
                .addAsLibraries(withoutHibernate());
        return Deployments.exported(war, "helpdesk.war");
    }

    /** Each server has a provider of its own. */
    private static String persistence() {
        return System.getProperty("arquillian.launch").equals("wildfly")
                ? "persistence-hibernate.xml"
                : "persistence-eclipselink.xml";
    }

    private static File[] withoutHibernate() {
        return Stream.of(Deployments.bundled())
                .filter(jar -> jar.getName().matches("(jedis|commons-pool2|redis-authx-core|slf4j)-.*"))
                .toArray(File[]::new);
    }

    /** The page's form with a title in it, as a browser sends it. */
    static String filledIn(String page, String title) {
        Matcher state = VIEW_STATE.matcher(page);
        if (!state.find()) {
            throw new AssertionError("No view state in " + page);
        }
        return "ticket=ticket&ticket:title=" + title + "&ticket:open=Open&jakarta.faces.ViewState="
                + URLEncoder.encode(state.group(1), StandardCharsets.UTF_8);
    }

    /** The next line of a stream of events that has anything. */
    static String next(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (line != null && line.isBlank()) {
            line = events.readLine();
        }
        return line == null ? "" : line.replace("data:", "").strip();
    }

    /** Sign-up, ten tickets, each followed by the list and the page, then messages, bills and a tally. */
    static void walk(Visitor visitor, String name, Servers servers) throws Exception {
        visitor.post("api/account", "name=" + name + "&password=first");
        for (int i = 1; i <= 10; i++) {
            visitor.post("api/tickets", "title=printer " + i);
            servers.postgres().awaitReplica();
            visitor.get("api/tickets");
            visitor.get("tickets.xhtml");
            visitor.get("api/account/phone");
        }
        visitor.post("api/tickets/triage", "");
        String done = "SELECT count(*) FILTER (WHERE %s) FROM helpdesk_estimates JOIN helpdesk_tickets ON id = ticket"
                + " WHERE owner = '" + name + "'";
        Awaiting.until(
                "all estimates",
                () -> servers.primary().query(done.formatted("true")).equals("10"));
        visitor.post("api/tickets/evening", "");
        Awaiting.until(
                "all bills",
                () -> servers.primary().query(done.formatted("billed > 0")).equals("10"));
    }
}
