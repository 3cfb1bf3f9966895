package io.tidemark.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Opens reports in Debian's Chromium from their files, without a network. The screenshots are in {@code target/chaos/screenshots}. */
@Tag("debian")
@Tag("standalone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportBrowserIT {

    private static final String HOSTILE = "</script><script>document.title='taken over'</script>";
    private static final int CHARTS = 5;

    private final Path screenshots = Path.of("target", "chaos", "screenshots");
    private Browser browser;

    @BeforeAll
    void open() throws IOException {
        Files.createDirectories(screenshots);
        browser = Browser.open();
    }

    @AfterAll
    void close() {
        browser.close();
    }

    private void show(String caller, int width, int height, String colors) throws IOException {
        browser.resize(width, height, colors);
        Path page = screenshots.resolve("report.html").toAbsolutePath();
        Files.writeString(page, new ReportPage(BadHistory.report(caller)).html());
        browser.driver().get(page.toUri().toString());
    }

    private void assertNoMessages() {
        assertEquals(List.of(), browser.messages());
    }

    @ParameterizedTest
    @CsvSource({"1280, 900, light", "1280, 900, dark", "360, 740, light", "360, 740, dark"})
    void theChartsAreDrawnAtEachWidthAndInBothColors(int width, int height, String colors) throws IOException {
        show("alice", width, height, colors);
        assertEquals(String.valueOf(CHARTS), browser.script("return document.documentElement.dataset.drawn"));
        List<WebElement> drawn = browser.all(".chart canvas");
        assertEquals(CHARTS, drawn.size());
        for (WebElement canvas : drawn) {
            assertTrue(canvas.getSize().getWidth() > width / 2, "the width of a chart: " + canvas.getSize());
            assertTrue(browser.isPainted(canvas), "a chart is empty");
        }
        long wide = (Long) browser.script("return document.documentElement.scrollWidth");
        assertTrue(wide <= width, "the page scrolls sideways: " + wide);
        assertNoMessages();
        browser.screenshot(screenshots.resolve(width + "-" + colors + ".png"));
    }

    @Test
    void theViolationsAreReadable() throws IOException {
        show("alice", 1280, 900, "light");
        List<WebElement> found = browser.all(".violation");
        assertEquals(2, found.size());
        String stale = found.get(0).getText();
        assertTrue(stale.contains("read your writes") && stale.contains("alice600"), stale);
        WebElement diagram = found.get(0).findElement(By.cssSelector("svg.diagram"));
        assertEquals(2, diagram.findElements(By.cssSelector(".involved")).size());
        assertTrue(
                diagram.isDisplayed() && diagram.getSize().getHeight() > 40,
                diagram.getSize().toString());
    }

    @Test
    void theTablesHaveTheNumbersOfTheCharts() throws IOException {
        show("alice", 1280, 900, "light");
        List<WebElement> tables = browser.all(".time details");
        assertEquals(CHARTS, tables.size());
        for (WebElement table : tables) {
            assertFalse(table.findElement(By.tagName("table")).isDisplayed(), "collapsed at first");
            table.findElement(By.tagName("summary")).click();
            assertTrue(table.findElement(By.tagName("table")).isDisplayed());
        }
        String faults = tables.get(0).getText();
        assertTrue(faults.contains("replica-killed") && faults.contains("20.0"), faults);
    }

    @Test
    void aPointedAtMomentNamesItsFaults() throws IOException {
        show("alice", 1280, 900, "light");
        WebElement chart = browser.find("#chart-lag .u-over");
        // The middle of the run of about a minute.
        new Actions(browser.driver())
                .moveToElement(chart)
                .pause(Duration.ofMillis(50))
                .perform();
        String middle = browser.find("#readout").getText();
        assertTrue(middle.startsWith("At 30."), middle);
        int left = (int) Math.round(-chart.getSize().getWidth() * 7.5 / 61);
        new Actions(browser.driver())
                .moveToElement(chart, left, 0)
                .pause(Duration.ofMillis(50))
                .perform();
        String during = browser.find("#readout").getText();
        assertTrue(during.contains("replica-killed at replica-2 (20.0 to 26.0 s)"), during);
    }

    @Test
    void aWiderTimeAxisScrollsInsideThePage() throws IOException {
        show("alice", 360, 740, "light");
        browser.find("#wider").click();
        assertTrue(browser.find("#chart-faults").getSize().getWidth() > 500);
        assertEquals(360L, browser.script("return document.documentElement.scrollWidth"), "the page scrolls sideways");
        browser.find("#narrower").click();
        assertTrue(browser.find("#chart-faults").getSize().getWidth() < 360);
    }

    @Test
    void textOfAHistoryIsNotRun() throws IOException {
        show(HOSTILE, 1280, 900, "light");
        assertEquals("Chaos suite on a <server> & \"another\"", browser.driver().getTitle());
        assertTrue(browser.find(".violation").getText().contains(HOSTILE));
        assertNoMessages();
    }
}
