package io.tidemark.it.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.PublishedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs the first test of the manual's page about the test kit in a project of its own, by Maven. The project sees the test kit in
 * a local repository that has a link to everything else of the build's repository.
 */
@Tag("slow")
@Tag("standalone")
@Timeout(300)
class KitProjectIT {

    private static final Path PAGE = Path.of("src/site/markdown/testkit.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$");
    private static final Path BUILD = Path.of("pom.xml");
    private static final PublishedJar TESTKIT = PublishedJar.of("testkit.jar", "testkit.pom");
    private static final Duration TO_RUN = Duration.ofMinutes(4);

    private final Path project =
            Path.of(System.getProperty("it.directory"), "testkit-project").toAbsolutePath();
    private final Path repository = project.resolve("repository");

    @Test
    void theFirstTestOfTheManualFailsWithTheMessageOfTheManual() throws Exception {
        makeRepository();
        Files.writeString(project.resolve("pom.xml"), pom());
        Path tests = Files.createDirectories(project.resolve("src/test/java"));
        Files.writeString(tests.resolve("OrdersTest.java"), block("java"));

        long begun = System.nanoTime();
        String output = runMaven();
        System.out.println("The first failing test of the test kit took "
                + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");

        String message = block("");
        // The positions differ at each run.
        String expected = Pattern.quote(message).replaceAll("0/[0-9A-F]+", "\\\\E0/[0-9A-F]+\\\\Q");
        assertTrue(Pattern.compile(expected).matcher(output).find(), output);
        assertTrue(output.contains("Tests run: 1, Failures: 1, Errors: 0"), output);
    }

    private void makeRepository() throws IOException {
        Path original = Path.of(System.getProperty("maven.repository"));
        linkAllBut("io", original, repository);
        linkAllBut("tidemark", original.resolve("io"), repository.resolve("io"));
        String version =
                TESTKIT.jar().getName().replace("tidemark-testkit-", "").replace(".jar", "");
        Path place = Files.createDirectories(repository.resolve("io/tidemark/tidemark-testkit/" + version));
        Files.copy(TESTKIT.jar().toPath(), place.resolve(TESTKIT.jar().getName()));
        Files.copy(TESTKIT.pom().toPath(), place.resolve(TESTKIT.jar().getName().replace(".jar", ".pom")));
    }

    private static void linkAllBut(String excluded, Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.endsWith(excluded)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    /** {@return a pom with the page's dependency, and with the versions of plugins that this build has} */
    private static String pom() throws IOException {
        List<String> plugins = new ArrayList<>();
        for (String plugin : List.of("resources", "compiler", "surefire")) {
            String name = "maven-" + plugin + "-plugin";
            plugins.add(
                    "<plugin><artifactId>" + name + "</artifactId><version>" + version(name) + "</version></plugin>");
        }
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>orders</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                %s
                  </dependencies>
                  <build><plugins>%s</plugins></build>
                </project>
                """
                .formatted(block("xml"), String.join("", plugins));
    }

    private String runMaven() throws IOException, InterruptedException {
        Path log = project.resolve("output.txt");
        Process maven = new ProcessBuilder(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "-B",
                        "-Dmaven.repo.local=" + repository,
                        // The test kit unpacks PostgreSQL there, which an earlier run may have done in the user's own.
                        "-DargLine=-Duser.home=" + project,
                        "test")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(maven.waitFor(TO_RUN.toSeconds(), TimeUnit.SECONDS), "Maven has not ended");
        } finally {
            maven.descendants().forEach(ProcessHandle::destroy);
            maven.destroy();
        }
        String output = Files.readString(log);
        assertEquals(1, maven.exitValue(), output);
        return output;
    }

    /** {@return the first block of the page in a language, without its indentation} */
    private static String block(String language) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
        return blocks.results()
                .filter(block -> block.group(1).equals(language))
                .findFirst()
                .orElseThrow()
                .group(2)
                .stripIndent();
    }

    private static String version(String plugin) throws IOException {
        Matcher version = Pattern.compile("<artifactId>" + plugin + "</artifactId>\\s*<version>([^<]+)<")
                .matcher(Files.readString(BUILD));
        assertTrue(version.find(), plugin);
        return version.group(1);
    }
}
