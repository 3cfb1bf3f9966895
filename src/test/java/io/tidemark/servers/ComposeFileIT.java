package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks {@code docker-compose.yml} as Compose reads it, without an engine. */
@Tag("debian")
class ComposeFileIT {

    private static final Map<String, String> SECRETS = Map.of(
            "DATABASE_PASSWORD", "secret-two",
            "REPLICATION_PASSWORD", "secret-three",
            "REDIS_PASSWORD", "secret-four",
            "THINGS_ALICE_PASSWORD", "secret-one",
            "THINGS_BOB_PASSWORD", "secret-six",
            "TOKEN_KEY", "secret-five-secret-five-secret-five");

    /** Images of one certain version, which no test runs. */
    private static final Pattern MONITORING = Pattern.compile("(prom/prometheus:v|grafana/grafana:)\\d+\\.\\d+\\.\\d+");

    private static final Pattern IMAGE = Pattern.compile("(?m)^    image: (.+)$");
    private static final Pattern PUBLISHED =
            Pattern.compile("host_ip: (\\S+)\n +target: \\d+\n +published: \"(\\d+)\"");
    private static final Pattern MOUNTED = Pattern.compile(
            "type: bind\n +source: (\\S+)\n +target: \\S+\n( +read_only: true\n)?( +bind: (\\{\\}|\n +create_host_path: false))?");
    private static final Pattern HEALTH = Pattern.compile("(?m)^    healthcheck:$");

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    @Test
    void itIsValid() throws Exception {
        assertEquals(new Verdict(0, ""), config(SECRETS, "-q"));
    }

    @Test
    void everySecretMustBeGiven() throws Exception {
        for (String name : SECRETS.keySet()) {
            Map<String, String> others = new TreeMap<>(SECRETS);
            others.remove(name);
            Verdict answer = config(others, "-q");
            assertNotEquals(0, answer.status(), name);
            assertTrue(answer.output().contains(name), answer.output());
            assertTrue(answer.output().contains("is missing in .env"), answer.output());
        }
    }

    @Test
    void itRunsTheVersionsThatAreTested() throws Exception {
        String postgres = "postgres:" + TestServers.running().primary().query("SHOW server_version");
        List<String> images = found(IMAGE).stream()
                .map(found -> found.group(1))
                .filter(image -> !MONITORING.matcher(image).matches())
                .toList();
        assertEquals(
                new TreeSet<>(List.of(
                        postgres, "payara/micro:" + System.getProperty("payara.version") + "-jdk17", redis(images))),
                new TreeSet<>(images));
        assertEquals(6, images.size());
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
        assertEquals(8, found(HEALTH).size());
    }

    @Test
    void whatIsPublishedIsOnLoopback() throws Exception {
        List<String> published = found(PUBLISHED).stream()
                .map(found -> found.group(1) + ":" + found.group(2))
                .toList();
        assertEquals(
                new TreeSet<>(List.of(
                        "127.0.0.1:8080",
                        "127.0.0.1:8081",
                        "127.0.0.1:3000",
                        "127.0.0.1:9090",
                        "127.0.0.1:54320",
                        "127.0.0.1:54321",
                        "127.0.0.1:54322")),
                new TreeSet<>(published));
    }

    /** Their configuration files say loopback. */
    @Test
    void thePostgresServersAndRedisListenForTheOtherContainers() throws Exception {
        String file = Files.readString(checkout.resolve("docker-compose.yml"));
        assertEquals(2, file.split(" -c listen_addresses=\\*\n", -1).length - 1);
        assertTrue(file.contains("start.sh --dir /data --bind * -::*\n"));
    }

    /** An engine makes a directory of what is missing, as root, unless the file says otherwise. */
    @Test
    void whatIsMountedFromHereExistsIsReadOnlyAndIsNeverMade() throws Exception {
        List<MatchResult> mounts = found(MOUNTED);
        assertTrue(mounts.size() >= 10, mounts.toString());
        for (MatchResult mount : mounts) {
            assertTrue(Files.exists(Path.of(mount.group(1))), mount.group());
            assertNotNull(mount.group(2), mount.group());
            assertNotNull(mount.group(3), mount.group());
        }
    }

    @Test
    void eachReplicaHasItsOwnSlotAndVolume() throws Exception {
        assertEquals(
                List.of("replica", "replica_2"),
                found(Pattern.compile("(?m)^ +SLOT: (\\w+)$")).stream()
                        .map(found -> found.group(1))
                        .toList());
        assertEquals(
                List.of("primary", "replica", "replica-2"),
                found(Pattern.compile("source: (\\S+)\n +target: /var/lib/postgresql\n")).stream()
                        .map(found -> found.group(1))
                        .toList());
    }

    @Test
    void theMemoryOfEachApplicationIsLimited() throws Exception {
        assertEquals(
                2, found(Pattern.compile("(?m)^    mem_limit: \"1073741824\"$")).size());
    }

    @Test
    void theLogOfEachServiceIsBounded() throws Exception {
        assertEquals(8, found(Pattern.compile("max-size: 10m")).size());
        assertEquals(8, found(Pattern.compile("max-file: ['\"]3['\"]")).size());
    }

    private List<MatchResult> found(Pattern pattern) throws Exception {
        Verdict answer = config(SECRETS);
        assertEquals(0, answer.status(), answer.output());
        return pattern.matcher(answer.output()).results().toList();
    }

    private Verdict config(Map<String, String> secrets, String... options) throws Exception {
        // Whatever a developer has set, or keeps in .env, is not what this is about.
        Path nothing = Files.createTempFile("compose", ".env");
        String program = Compose.installed()
                .orElseThrow(() -> new IllegalStateException("Compose 2 is not installed; .ci/run installs it"));
        List<String> command = new ArrayList<>(List.of(
                program,
                "--env-file",
                nothing.toString(),
                "--profile",
                "two-nodes",
                "--profile",
                "two-replicas",
                "--profile",
                "monitoring",
                "config"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).directory(checkout.toFile());
        builder.environment().keySet().removeAll(SECRETS.keySet());
        builder.environment()
                .keySet()
                .removeAll(List.of(
                        "HTTP_PORT",
                        "HTTP_PORT_2",
                        "PRIMARY_PORT",
                        "REPLICA_PORT",
                        "REPLICA_PORT_2",
                        "PROMETHEUS_PORT",
                        "GRAFANA_PORT",
                        "MEMORY"));
        builder.environment().putAll(secrets);
        return Verdict.of(builder);
    }
}
