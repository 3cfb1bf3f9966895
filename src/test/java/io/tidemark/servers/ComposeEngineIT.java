package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Tests {@code docker-compose.yml} and the manual's commands for it on an engine. The images have the published names
 * and the programs of this machine.
 */
@Tag("debian")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeEngineIT {

    private static final Duration TO_START = Duration.ofMinutes(8);

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path place = TestServers.work().resolve("compose");
    private final HttpClient client = HttpClient.newHttpClient();
    private final TreeMap<String, String> ports = new TreeMap<>();
    private DockerEngine engine;

    @BeforeAll
    void start() throws Exception {
        Directories.delete(place);
        copyWhatIsMounted();
        engine = startEngine();
        for (String name : List.of("HTTP_PORT", "HTTP_PORT_2", "PRIMARY_PORT", "REPLICA_PORT")) {
            ports.put(name, String.valueOf(Port.anyFree()));
        }
        String file = Files.readString(checkout.resolve("docker-compose.yml"));
        engine.makeImages(
                checkout,
                Path.of(System.getProperty("payara.micro.jar")),
                Stream.of("postgres:", "redis:", "payara/micro:")
                        .map(name -> image(file, name))
                        .toList());
        succeed(new Manual(checkout).commands("Start"));
    }

    private DockerEngine startEngine() throws Exception {
        try {
            return DockerEngine.start(place);
        } catch (DockerEngine.Absent absent) {
            if ("required".equals(System.getProperty("docker.engine"))) {
                throw absent;
            }
            return abort("not run: " + absent.getMessage());
        }
    }

    @AfterAll
    void stop() throws Exception {
        if (engine != null) {
            try {
                run("docker compose --profile two-nodes down --volumes --timeout 10");
            } finally {
                engine.close();
            }
        }
    }

    private void copyWhatIsMounted() throws Exception {
        Files.createDirectories(place.resolve("target/servers"));
        for (String name : List.of("pg", "server-config/redis", "server-config/payara")) {
            Files.createDirectories(place.resolve(name));
            try (Stream<Path> files = Files.list(checkout.resolve(name))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file, place.resolve(name).resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        for (String name :
                List.of("docker-compose.yml", "target/tidemark-things.war", "target/servers/postgresql.jar")) {
            Files.copy(checkout.resolve(name), place.resolve(name));
        }
    }

    private static String image(String file, String name) {
        int begin = file.indexOf("image: " + name) + "image: ".length();
        return file.substring(begin, file.indexOf('\n', begin));
    }

    @Test
    @Order(1)
    void whoIsNamedInTheManualWritesAndReads() throws Exception {
        String alice = secret("THINGS_ALICE_PASSWORD");
        assertEquals(201, status("alice", alice, "{\"color\":\"orange\"}"));
        assertEquals(200, status("alice", alice, ""));
        assertEquals(401, status("alice", "alice", "{\"color\":\"orange\"}"));
        assertEquals(
                PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(place.resolve(".env")));
    }

    @Test
    @Order(2)
    void nothingTravelsInClearAndNoCheckLeavesAnErrorInTheLog() throws Exception {
        for (String server : List.of("primary", "replica")) {
            assertEquals(
                    "t",
                    psql(
                            server,
                            "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                                    + " WHERE client_addr IS NOT NULL"));
        }
        Verdict clear = run("docker compose exec -T -e PGPASSWORD=" + secret("DATABASE_PASSWORD")
                + " replica psql 'host=primary user=tidemark dbname=tidemark sslmode=disable' -c 'SELECT 1'");
        assertTrue(clear.output().contains("no encryption"), clear.output());
        // The server logs the latter where a check comes in the few milliseconds between its first socket and its
        // readiness.
        List<String> fatal = succeed("docker compose logs primary")
                .lines()
                .filter(line -> line.contains("FATAL") && !line.contains("the database system is starting up"))
                .toList();
        assertEquals(1, fatal.size(), fatal::toString);
    }

    @Test
    @Order(3)
    void aLostSlotIsReplaced() throws Exception {
        succeed("docker compose stop replica");
        psql("primary", "SELECT pg_drop_replication_slot('replica')");
        succeed(new Manual(checkout).commands("Replace a lost slot"));
        assertEquals("streaming", psql("primary", "SELECT state FROM pg_stat_replication"));
    }

    /** A container of a service writes more than the three files of 10 MB that the file grants it. */
    @Test
    @Order(4)
    void aLogIsBounded() throws Exception {
        succeed("docker compose run --detach --no-deps --name talkative --entrypoint sh redis"
                + " -c 'i=0; while [ $i -lt 40000 ]; do printf \"%01000d\\n\" 0; i=$((i+1)); done'");
        try {
            assertEquals("0", succeed("docker wait talkative").trim());
            Path log = Path.of(
                    succeed("docker inspect -f '{{.LogPath}}' talkative").trim());
            long bytes = size(log);
            assertTrue(bytes > 20_000_000 && bytes < 31_000_000, bytes + " bytes");
        } finally {
            succeed("docker rm --force talkative");
        }
    }

    /** The bytes of a log and of its rotated files, which have its name and a number. */
    private static long size(Path log) throws Exception {
        String name = String.valueOf(log.getFileName());
        long bytes = 0;
        try (Stream<Path> files = Files.list(log.resolveSibling(""))) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith(name)) {
                    bytes += Files.size(file);
                }
            }
        }
        return bytes;
    }

    @Test
    @Order(5)
    void whatCannotBeReadIsNamed() throws Exception {
        Path pg = place.resolve("pg");
        Files.setPosixFilePermissions(pg, PosixFilePermissions.fromString("rwx------"));
        try {
            succeed("docker compose up --detach --no-deps --force-recreate replica");
            Await.until("the reason", Duration.ofMinutes(1), () -> succeed("docker compose logs replica")
                    .contains("chmod -R go+rX pg"));
        } finally {
            Files.setPosixFilePermissions(pg, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        succeed("docker compose up --wait --no-deps replica");
    }

    /** The test is the balancer: it sends requests to the nodes in rotation, in turn. */
    @Test
    @Order(6)
    void theApplicationIsUpgradedWithoutAFailedRequestOrAStaleRead() throws Exception {
        Manual manual = new Manual(checkout);
        succeed(manual.commands("Run two nodes"));
        List<String> nodes = List.of(node("HTTP_PORT"), node("HTTP_PORT_2"));
        List<String> services = List.of("application", "application-2");
        buildAnother(place.resolve("target/tidemark-things.war"));
        List<String> upgrades = manual.blocks("Upgrade the application");
        assertEquals(nodes.size(), upgrades.size());
        try (BalancedClient alice = new BalancedClient(nodes, "alice", secret("THINGS_ALICE_PASSWORD"))) {
            for (int i = 0; i < nodes.size(); i++) {
                String old = container(services.get(i));
                alice.takeOut(nodes.get(i));
                succeed(upgrades.get(i));
                assertNotEquals(old, container(services.get(i)));
                alice.putBack(nodes.get(i));
            }
        } finally {
            succeed("docker compose rm --stop --force application-2");
        }
    }

    /** Replaces the file, as a build does: a running container keeps the old one. */
    private static void buildAnother(Path war) throws Exception {
        Path built = war.resolveSibling("next.war");
        Files.copy(war, built);
        try (FileSystem archive = FileSystems.newFileSystem(built)) {
            Files.writeString(archive.getPath("version.txt"), "2");
        }
        Files.move(built, war, StandardCopyOption.REPLACE_EXISTING);
    }

    private String container(String service) throws Exception {
        return succeed("docker compose --profile two-nodes ps --quiet " + service);
    }

    private String node(String port) {
        return "http://127.0.0.1:" + ports.get(port);
    }

    @Test
    @Order(7)
    void aPasswordIsChangedByItsFile() throws Exception {
        Path secrets = place.resolve(".env");
        Files.writeString(
                secrets,
                Files.readString(secrets).replaceAll("(?m)^((DATABASE|REPLICATION|REDIS)_PASSWORD)=.*$", "$1=changed"));
        succeed(new Manual(checkout).commands("Change a password"));
        assertEquals(200, status("alice", secret("THINGS_ALICE_PASSWORD"), ""));
        assertEquals("streaming", psql("primary", "SELECT state FROM pg_stat_replication"));
    }

    @Test
    @Order(8)
    void anApplicationThatWasNotBuiltIsAnErrorAndNoDirectory() throws Exception {
        Path war = place.resolve("target/tidemark-things.war");
        Files.delete(war);
        Verdict verdict = run("docker compose up --wait --no-deps --force-recreate application");
        assertFalse(verdict.status() == 0, verdict.output());
        assertTrue(verdict.output().contains("tidemark-things.war"), verdict.output());
        assertFalse(Files.exists(war));
    }

    private String psql(String server, String sql) throws Exception {
        return succeed("docker compose exec -T " + server + " psql -U postgres -d tidemark -Atc \"" + sql + "\"")
                .trim();
    }

    private String secret(String name) throws Exception {
        Properties secrets = new Properties();
        try (var file = Files.newInputStream(place.resolve(".env"))) {
            secrets.load(file);
        }
        return secrets.getProperty(name);
    }

    private int status(String user, String password, String body) throws Exception {
        return client.send(
                        BalancedClient.request(node("HTTP_PORT"), "/things", user, password, body),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private String succeed(String commands) throws Exception {
        Verdict verdict = run(commands);
        assertEquals(0, verdict.status(), () -> commands + ": " + verdict.output());
        return verdict.output();
    }

    private Verdict run(String commands) throws Exception {
        ProcessBuilder builder = engine.command(place, "bash", "-c", commands);
        builder.environment().keySet().removeIf(name -> name.matches("(DATABASE|REDIS|THINGS|TIDEMARK)_.*"));
        builder.environment().putAll(ports);
        return Verdict.of(builder, TO_START);
    }
}
