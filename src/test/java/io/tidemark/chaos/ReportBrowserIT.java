package io.tidemark.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Opens reports in Debian's Chromium from their files, without a network. The screenshots are in {@code target/chaos/screenshots}. */
@Tag("debian")
@Tag("standalone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportBrowserIT {

    private static final File BROWSER = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final String HOSTILE = "</script><script>document.title='taken over'</script>";
    private static final int CHARTS = 5;

    private final Path screenshots = Path.of("target", "chaos", "screenshots");
    private ChromeDriver browser;

    @BeforeAll
    void open() throws IOException {
        for (File program : List.of(BROWSER, DRIVER)) {
            assertTrue(program.canExecute(), program + " is missing: install chromium and chromium-driver");
        }
        Files.createDirectories(screenshots);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER);
        // Root has no sandbox. No name is resolved, so nothing is loaded from a network.
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND");
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options);
    }

    @AfterAll
    void close() {
        browser.quit();
    }

    private void show(String caller, int width, int height, String colors) throws IOException {
        // As wide as the page, not as the window, whose least width is that of a desktop.
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colors))));
        Path page = screenshots.resolve("report.html").toAbsolutePath();
        Files.writeString(page, new ReportPage(BadHistory.report(caller)).html());
        browser.get(page.toUri().toString());
    }

    private Object script(String body) {
        return Objects.requireNonNull(browser.executeScript(body), body);
    }

    private void screenshot(String name) throws IOException {
        long height = (Long) script("return document.documentElement.scrollHeight");
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        script("return innerWidth"),
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        false));
        Files.write(screenshots.resolve(name), browser.getScreenshotAs(OutputType.BYTES));
    }

    private void assertNoMessages() {
        List<String> messages = browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
        assertEquals(List.of(), messages);
    }

    @ParameterizedTest
    @CsvSource({"1280, 900, light", "1280, 900, dark", "360, 740, light", "360, 740, dark"})
    void theChartsAreDrawnAtEachWidthAndInBothColors(int width, int height, String colors) throws IOException {
        show("alice", width, height, colors);
        assertEquals(String.valueOf(CHARTS), script("return document.documentElement.dataset.drawn"));
        List<WebElement> drawn = browser.findElements(By.cssSelector(".chart canvas"));
        assertEquals(CHARTS, drawn.size());
        for (WebElement canvas : drawn) {
            assertTrue(canvas.getSize().getWidth() > width / 2, "the width of a chart: " + canvas.getSize());
            assertTrue(isPainted(canvas), "a chart is empty");
        }
        long wide = (Long) script("return document.documentElement.scrollWidth");
        assertTrue(wide <= width, "the page scrolls sideways: " + wide);
        assertNoMessages();
        screenshot(width + "-" + colors + ".png");
    }

    private boolean isPainted(WebElement canvas) {
        Object painted = browser.executeScript(
                "const c = arguments[0], d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                        + "return new Set(new Uint32Array(d.buffer)).size > 4",
                canvas);
        return Boolean.TRUE.equals(painted);
    }

    @Test
    void theViolationsAreReadable() throws IOException {
        show("alice", 1280, 900, "light");
        List<WebElement> found = browser.findElements(By.cssSelector(".violation"));
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
        List<WebElement> tables = browser.findElements(By.cssSelector(".time details"));
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
        WebElement chart = browser.findElement(By.cssSelector("#chart-lag .u-over"));
        // The middle of the run of about a minute.
        new Actions(browser).moveToElement(chart).pause(Duration.ofMillis(50)).perform();
        String middle = browser.findElement(By.id("readout")).getText();
        assertTrue(middle.startsWith("At 30."), middle);
        int left = (int) Math.round(-chart.getSize().getWidth() * 7.5 / 61);
        new Actions(browser)
                .moveToElement(chart, left, 0)
                .pause(Duration.ofMillis(50))
                .perform();
        String during = browser.findElement(By.id("readout")).getText();
        assertTrue(during.contains("replica-killed at replica-2 (20.0 to 26.0 s)"), during);
    }

    @Test
    void aWiderTimeAxisScrollsInsideThePage() throws IOException {
        show("alice", 360, 740, "light");
        browser.findElement(By.id("wider")).click();
        assertTrue(browser.findElement(By.id("chart-faults")).getSize().getWidth() > 500);
        assertEquals(360L, script("return document.documentElement.scrollWidth"), "the page scrolls sideways");
        browser.findElement(By.id("narrower")).click();
        assertTrue(browser.findElement(By.id("chart-faults")).getSize().getWidth() < 360);
    }

    @Test
    void textOfAHistoryIsNotRun() throws IOException {
        show(HOSTILE, 1280, 900, "light");
        assertEquals("Chaos suite on a <server> & \"another\"", browser.getTitle());
        assertTrue(browser.findElement(By.className("violation")).getText().contains(HOSTILE));
        assertNoMessages();
    }
}
