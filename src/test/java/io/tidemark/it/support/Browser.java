package io.tidemark.it.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window. It reaches files and this machine, and no network. */
public final class Browser implements AutoCloseable {

    private static final File PROGRAM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** {@return a browser without a page} */
    public static Browser open() {
        for (File program : List.of(PROGRAM, DRIVER)) {
            if (!program.canExecute()) {
                throw new AssertionError(program + " is missing: install chromium and chromium-driver");
            }
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM);
        // Root has no sandbox. No name is resolved, so nothing is loaded from a network.
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        options.setCapability("goog:loggingPrefs", logs);
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options));
    }

    /** {@return the driver, for what has no method here} */
    public ChromeDriver driver() {
        return driver;
    }

    /**
     * Shows pages from now on in a size and a color scheme.
     *
     * @param colors {@code light} or {@code dark}
     */
    public void resize(int width, int height, String colors) {
        // As wide as the page, not as the window, whose least width is that of a desktop.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colors))));
    }

    /** {@return the value of a script} */
    public Object script(String body) {
        return Objects.requireNonNull(driver.executeScript(body), body);
    }

    /** {@return the first element of a CSS selector} */
    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** {@return all elements of a CSS selector} */
    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** {@return whether a canvas has more than a background} */
    public boolean isPainted(WebElement canvas) {
        Object painted = driver.executeScript(
                "const c = arguments[0], d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                        + "return new Set(new Uint32Array(d.buffer)).size > 4",
                canvas);
        return Boolean.TRUE.equals(painted);
    }

    /** Writes the whole page to a PNG file. */
    public void screenshot(Path file) throws IOException {
        Object height = script("return document.documentElement.scrollHeight");
        Object width = script("return innerWidth");
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** {@return the messages of the console since the last call} */
    public List<String> messages() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
