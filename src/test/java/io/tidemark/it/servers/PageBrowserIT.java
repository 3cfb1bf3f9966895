package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Browser;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.OnSharedServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Opens the status page of the demo application in Debian's Chromium. The screenshots are in {@code target/page/screenshots}. */
@Tag("debian")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageBrowserIT {

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("looked-at", PageBrowserIT::application);

    private final Path screenshots = Path.of("target", "page", "screenshots");
    private final Servers servers = TestServers.running();
    private Browser browser;
    private Http http;

    private static WebArchive application() {
        return Deployments.asBuilt()
                .addAsResource(
                        new StringAsset(
                                """
                                tidemark.headers=true
                                tidemark.page.role=operator
                                tidemark.replica.jndi=jdbc/replica
                                things.replay=true
                                things.operator.password=operator
                                """),
                        "META-INF/microprofile-config.properties");
    }

    @BeforeAll
    void open() throws Exception {
        for (String function : List.of("pg_wal_replay_pause", "pg_wal_replay_resume")) {
            servers.onPrimary("GRANT EXECUTE ON FUNCTION " + function + "() TO tidemark");
        }
        http = new Http(APPLICATION.uri());
        browser = Browser.open();
        URI uri = APPLICATION.uri();
        // The browser keeps the password for the pages that follow.
        browser.driver().get("http://operator:operator@" + uri.getAuthority() + uri.getPath() + "tidemark/");
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @AfterEach
    void usual() throws Exception {
        servers.resumeReplay();
        http.post("operator", "tidemark/switch", "{\"routing\":\"on\"}");
        http.post("operator", "tidemark/switch", "{\"share\":1}");
        http.post("operator", "tidemark/switch", "{\"resume\":\"jdbc/replica\"}");
    }

    private void show(int width, int height, String colors) throws Exception {
        browser.resize(width, height, colors);
        browser.driver().get(APPLICATION.uri() + "tidemark/");
        awaitText("#connection", "Connected.");
        Awaiting.until(
                "the first second",
                () -> !browser.find("#servers tbody").getText().isEmpty());
        awaitText("#own-heading", "Try it");
    }

    private void awaitText(String selector, String part) {
        Awaiting.until(selector + " has: " + part, () -> {
            List<WebElement> found = browser.all(selector);
            return !found.isEmpty() && found.get(0).getText().contains(part);
        });
    }

    private void click(String text) {
        WebElement button = browser.all("button").stream()
                .filter(each -> each.getText().equals(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no button " + text));
        button.click();
    }

    private void awaitVerdict(String part) {
        awaitText("#verdict", part);
    }

    private void traffic() {
        long thing = http.post("alice", "things", Http.color("orange")).id();
        for (int i = 0; i < 15; i++) {
            http.get("bob", "things/" + thing);
            http.get("", "things?limit=3");
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, 900, light", "1280, 900, dark", "360, 740, light", "360, 740, dark"})
    void thePageIsDrawnAtEachWidthAndInBothColors(int width, int height, String colors) throws Exception {
        show(width, height, colors);
        awaitVerdict("All reads can use 1 of 1 replica.");
        traffic();
        awaitText("#reasons", "CAUGHT_UP");
        awaitText("#decisions", "INSERT, a write");
        List<WebElement> drawn = browser.all(".chart canvas");
        assertEquals(3, drawn.size());
        for (WebElement canvas : drawn) {
            assertTrue(canvas.getSize().getWidth() > 200, "the width of a chart: " + canvas.getSize());
        }
        assertTrue(browser.isPainted(drawn.get(0)), "the chart of the lag is empty");
        long wide = (Long) browser.script("return document.documentElement.scrollWidth");
        browser.screenshot(screenshots.resolve(width + "-" + colors + ".png"));
        assertTrue(wide <= width, "the page scrolls sideways: " + wide);
        assertEquals(List.of(), browser.messages());
    }

    @Test
    void routingIsSwitchedByTheKeyboard() throws Exception {
        show(1280, 900, "light");
        awaitVerdict("All reads can use 1 of 1 replica.");
        WebElement off = browser.find("#routing-off");
        browser.driver().executeScript("arguments[0].focus()", browser.find("#routing-on"));
        browser.driver().switchTo().activeElement().sendKeys(Keys.TAB);
        assertEquals(off, browser.driver().switchTo().activeElement());
        off.sendKeys(Keys.ENTER);
        awaitVerdict("Reads use the primary: routing is off.");
        assertEquals("true", off.getDomAttribute("aria-pressed"));
        awaitText("#events", "Routing was switched off.");
        // For a screen reader.
        assertEquals(
                "Reads use the primary: routing is off.",
                browser.script("return document.getElementById('announcement').textContent"));
        browser.screenshot(screenshots.resolve("routing-off.png"));
        browser.find("#routing-on").sendKeys(Keys.SPACE);
        awaitVerdict("All reads can use 1 of 1 replica.");
    }

    @Test
    void theShareIsChangedAndABadOneIsExplained() throws Exception {
        show(1280, 900, "light");
        browser.find("#share").sendKeys("25", Keys.ENTER);
        awaitVerdict("Reads of 25 % of the callers can use 1 of 1 replica.");
        browser.find("#share").clear();
        browser.find("#share").sendKeys("250", Keys.ENTER);
        awaitText("#refusal", "The share of callers is '250'. Expected a number from 0 to 100.");
    }

    @Test
    void aReplicaIsDrainedAndResumed() throws Exception {
        show(1280, 900, "light");
        awaitText("#servers", "Drain jdbc/replica");
        click("Drain jdbc/replica");
        awaitVerdict("Reads use the primary: no replica may serve them.");
        awaitText("#advice", "jdbc/replica is drained.");
        awaitText("#servers", "Resume jdbc/replica");
        browser.screenshot(screenshots.resolve("drained.png"));
        click("Resume jdbc/replica");
        awaitVerdict("All reads can use 1 of 1 replica.");
    }

    @Test
    void aVisitorSeesWhyAliceReadsHerWriteFromThePrimary() throws Exception {
        show(1280, 900, "light");
        awaitVerdict("All reads can use 1 of 1 replica.");
        click("Alice changes the color");
        awaitText("#own ol", "Her change went to the primary.");
        Awaiting.until("alice reads on the replica", () -> {
            click("Alice reads");
            awaitText("#own ol li", "Alice sees");
            return browser.find("#own ol li").getText().contains("from replica, because");
        });
        click("Pause replay on jdbc/replica");
        awaitText("#own", "Resume replay on jdbc/replica");
        click("Alice changes the color");
        awaitText("#own ol li", "Alice made the thing");
        click("Alice reads");
        awaitText("#own ol li", "from primary, because no replica shows yet what Alice wrote");
        click("Bob reads");
        awaitText("#own ol li", "Bob sees orange, from replica");
        awaitVerdict("Reads of callers who wrote recently use the primary: jdbc/replica is");
        awaitText("#decisions", "REPLICA_BEHIND");
        browser.screenshot(screenshots.resolve("paused.png"));
        click("Resume replay on jdbc/replica");
        awaitVerdict("All reads can use 1 of 1 replica.");
        assertEquals(List.of(), browser.messages());
    }
}
