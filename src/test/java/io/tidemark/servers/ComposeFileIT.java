package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code docker-compose.yml}, as Debian's docker-compose reads it; that needs no engine. */
@Tag("debian")
class ComposeFileIT {

    private static final Map<String, String> SECRETS = Map.of(
            "SUPERUSER_PASSWORD", "secret-one",
            "DATABASE_PASSWORD", "secret-two",
            "REPLICATION_PASSWORD", "secret-three",
            "REDIS_PASSWORD", "secret-four",
            "TOKEN_KEY", "secret-five-secret-five-secret-five");

    private static final Pattern IMAGE = Pattern.compile("(?m)^    image: (.+)$");
    private static final Pattern PUBLISHED = Pattern.compile("(?m)^    - (\\S+):\\d+/tcp$");
    private static final Pattern MOUNTED = Pattern.compile("(?m)^    - (/\\S+?):(\\S+?):(\\S+)$");
    private static final Pattern HEALTH = Pattern.compile("(?m)^    healthcheck:$");

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private record Answer(int status, String output) {}

    @Test
    void itIsValid() throws Exception {
        assertEquals(new Answer(0, ""), config(SECRETS, "-q"));
    }

    @Test
    void everySecretMustBeGiven() throws Exception {
        for (String name : SECRETS.keySet()) {
            Map<String, String> others = new TreeMap<>(SECRETS);
            others.remove(name);
            Answer answer = config(others, "-q");
            assertNotEquals(0, answer.status(), name);
            assertTrue(answer.output().contains(name), answer.output());
        }
    }

    @Test
    void itRunsTheVersionsThatAreTested() throws Exception {
        String postgres = "postgres:" + TestServers.running().primary().query("SHOW server_version");
        List<String> images = found(IMAGE).stream().map(found -> found.group(1)).toList();
        assertEquals(
                new TreeSet<>(List.of(
                        postgres, "payara/micro:" + System.getProperty("payara.version") + "-jdk17", redis(images))),
                new TreeSet<>(images));
        assertEquals(4, images.size());
    }

    /** The tests' Redis is older than any image to recommend. */
    private static String redis(List<String> images) {
        return images.stream()
                .filter(image -> image.matches("redis:8\\.\\d+\\.\\d+"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No Redis 8 of one certain version among " + images));
    }

    @Test
    void everyServiceHasAHealthCheck() throws Exception {
        assertEquals(4, found(HEALTH).size());
    }

    @Test
    void whatIsPublishedIsOnLoopback() throws Exception {
        List<String> published =
                found(PUBLISHED).stream().map(found -> found.group(1)).toList();
        assertEquals(
                new TreeSet<>(List.of("127.0.0.1:8080", "127.0.0.1:54320", "127.0.0.1:54321")),
                new TreeSet<>(published));
    }

    /** Their configuration files say loopback. */
    @Test
    void thePostgresServersAndRedisListenForTheOtherContainers() throws Exception {
        String file = Files.readString(checkout.resolve("docker-compose.yml"));
        assertEquals(2, file.split(" -c listen_addresses=\\*\n", -1).length - 1);
        assertTrue(file.contains("start.sh --dir /data --bind * -::*\n"));
        assertEquals(new Answer(0, ""), config(SECRETS, "-q"));
    }

    @Test
    void whatIsMountedFromHereExistsAndIsReadOnly() throws Exception {
        List<MatchResult> mounts = found(MOUNTED);
        assertTrue(mounts.size() >= 7, mounts.toString());
        for (MatchResult mount : mounts) {
            assertTrue(Files.exists(Path.of(mount.group(1))), mount.group());
            assertEquals("ro", mount.group(3), mount.group());
        }
    }

    @Test
    void theLogOfEachServiceIsBounded() throws Exception {
        assertEquals(4, found(Pattern.compile("max-size: 10m")).size());
        assertEquals(4, found(Pattern.compile("max-file: ['\"]3['\"]")).size());
    }

    private List<MatchResult> found(Pattern pattern) throws Exception {
        Answer answer = config(SECRETS);
        assertEquals(0, answer.status(), answer.output());
        return pattern.matcher(answer.output()).results().toList();
    }

    private Answer config(Map<String, String> secrets, String... options) throws Exception {
        Path output = Files.createTempFile("compose", ".txt");
        // Whatever a developer has set, or keeps in .env, is not what this is about.
        Path nothing = Files.createTempFile("compose", ".env");
        List<String> command = new ArrayList<>(List.of("docker-compose", "--env-file", nothing.toString(), "config"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(SECRETS.keySet());
        builder.environment().keySet().removeAll(List.of("HTTP_PORT", "PRIMARY_PORT", "REPLICA_PORT"));
        builder.environment().putAll(secrets);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "docker-compose does not end");
            return new Answer(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
