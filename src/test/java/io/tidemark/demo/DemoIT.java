package io.tidemark.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.Await;
import io.tidemark.servers.Manual;
import io.tidemark.servers.OpenPorts;
import io.tidemark.servers.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Tests {@link Demo} in a separate JVM, on free ports and in a separate directory. A demo may run in the checkout. */
@Tag("slow")
class DemoIT {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_STOP = Duration.ofMinutes(1);

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path work = Path.of(System.getProperty("it.directory"));
    private final List<Integer> ports = new ArrayList<>();
    private Path place = work;
    private Path output = work;
    private String replicas = "1";
    private @Nullable Process demo;

    /** Starts the demo in a new directory, with links to these files of the checkout. */
    private void start(String directory, List<String> links, List<String> prefix) throws IOException {
        place = work.resolve(directory);
        output = place.resolve("output.txt");
        Files.createDirectories(place.resolve("target"));
        for (String used : links) {
            Files.createSymbolicLink(place.resolve(used), checkout.resolve(used));
        }
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String name : List.of("primary", "replica", "redis", "http", "replica-2")) {
            ports.add(Port.anyFree());
            command.add("-Ddemo." + name + ".port=" + ports.get(ports.size() - 1));
        }
        command.add("-Ddemo.replicas=" + replicas);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
        command.addAll(List.of(
                place.toString(), checkout.resolve("target/tidemark-things").toString()));
        command.addAll(List.of(System.getProperty("payara.micro.jar"), System.getProperty("postgresql.driver.jar")));
        demo = OwnApplication.process(command).redirectOutput(output.toFile()).start();
    }

    private Process demo() {
        return Objects.requireNonNull(demo);
    }

    @AfterEach
    void stop() throws InterruptedException {
        demo().destroy();
        if (!demo().waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            demo().destroyForcibly();
        }
    }

    private void awaitSaid(String text) throws InterruptedException {
        Await.until("the demo's \"" + text + "\"", TO_START, () -> {
            assertTrue(demo().isAlive(), "it has ended");
            return Files.readString(output).contains(text);
        });
    }

    private void type(String line) throws IOException {
        demo().getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        demo().getOutputStream().flush();
    }

    /** {@return the manual's commands with the ports of this demo and another WAR} */
    private String commands(Path war, int http) throws IOException {
        return new Manual(checkout)
                .commands("Your own application in ten minutes", "Payara Micro 6")
                .replace("54320", String.valueOf(ports.get(0)))
                .replace("54321", String.valueOf(ports.get(1)))
                .replace("63790", String.valueOf(ports.get(2)))
                .replace("8081", String.valueOf(http))
                .replace("../shop/target/shop.war", war.toString())
                .replace("java -jar", "exec java -Djava.io.tmpdir=" + work + " -jar");
    }

    /** Runs a foreign application by the manual's commands. The path of the demo has a letter outside ASCII. */
    @Test
    void anotherApplicationRunsOnTheDemosServers() throws Exception {
        boolean anyLetter = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
        start(anyLetter ? "d\u00e9mo" : "demo", List.of("pg", "server-config", "target/servers"), List.of());
        awaitSaid("Ready after");
        type("d shop; drop");
        awaitSaid("No database was made");
        type("d shop");
        awaitSaid("Database, user and password shop are made");
        OwnApplication.makeTable(ports.get(0));
        int http = Port.anyFree();
        String commands = commands(OwnApplication.archive(checkout, place), http);
        OwnApplication application = OwnApplication.start(commands, checkout, place.resolve("guestbook.log"), http);
        try {
            application.assertRouted(
                    () -> {
                        type("p");
                        awaitSaid("Replay is paused");
                    },
                    () -> type("r"));
        } finally {
            application.stop();
        }
    }

    /** Also covers two replicas, a strict umask while the programs are unpacked, and root without user namespaces. */
    @Test
    void allOfItListensOnLoopbackOnlyAndNobodyElseIsItsSuperuser() throws Exception {
        Path refusing =
                Files.createDirectories(work.resolve("without-namespaces")).resolve("unshare");
        Files.writeString(refusing, "#!/bin/sh\nexit 1\n");
        assertTrue(refusing.toFile().setExecutable(true));
        replicas = "2";
        start(
                "demo-of-nobody",
                List.of("pg", "server-config"),
                List.of("sh", "-c", "umask 077; PATH=\"$0:$PATH\" exec \"$@\"", String.valueOf(refusing.getParent())));
        awaitSaid("Ready after");
        assertTheManualsRequestsAreRouted();
        OpenPorts open = OpenPorts.ofTree(demo().toHandle());
        assertEquals(List.of(), open.beyondLoopback());
        assertEquals(Set.copyOf(ports), open.tcp());
        Path kept = place.resolve("target/demo/superuser-password");
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(kept));
        String password = Files.readString(kept).trim();
        assertTrue(Files.readString(output).contains(password), "the banner does not show it");
        DataSource superuser = superuser();
        superuser.getConnection("postgres", password).close();
        assertThrows(SQLException.class, () -> superuser.getConnection("postgres", "postgres"));
        try (Jedis redis = new Jedis("127.0.0.1", ports.get(2))) {
            redis.auth("tidemark");
            assertThrows(JedisDataException.class, () -> redis.configSet("dir", "/tmp"));
        }
        assertThePrintedPageOpens();
        assertTheKeysPauseEachReplica();
        assertTheEndStopsBothReplicas();
    }

    private void assertThePrintedPageOpens() throws Exception {
        Matcher printed = Pattern.compile("Open this page first: +(\\S+) +\\(user (\\w+), password (\\w+)\\)")
                .matcher(Files.readString(output));
        assertTrue(printed.find(), "the page's address is printed");
        String credentials = Base64.getEncoder()
                .encodeToString((printed.group(2) + ":" + printed.group(3)).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(printed.group(1)))
                .header("Authorization", "Basic " + credentials)
                .build();
        HttpResponse<String> page = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(200, page.statusCode(), page.body());
    }

    private void assertTheKeysPauseEachReplica() throws Exception {
        awaitSaid("second replica:    localhost:" + ports.get(4));
        awaitSaid("type p and Enter, then p2 and Enter here");
        type("p2");
        awaitSaid("the replica-2 receives");
        assertEquals("running paused", paused(1) + " " + paused(4));
        type("r2");
        awaitSaid("the replica-2 goes on");
        type("p");
        awaitSaid("the replica receives");
        assertEquals("paused running", paused(1) + " " + paused(4));
    }

    private void assertTheEndStopsBothReplicas() throws Exception {
        demo().destroy();
        assertTrue(demo().waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS));
        for (int replica : List.of(1, 4)) {
            new ServerSocket(ports.get(replica), 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    private String paused(int replica) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + ports.get(replica) + "/tidemark");
        String password = Files.readString(place.resolve("target/demo/superuser-password"))
                .trim();
        try (Connection connection = source.getConnection("postgres", password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_is_wal_replay_paused()")) {
            assertTrue(row.next());
            return row.getBoolean(1) ? "paused" : "running";
        }
    }

    private void assertTheManualsRequestsAreRouted() throws Exception {
        String requests = new Manual(checkout).commands("Try the demo").replace("8080", String.valueOf(ports.get(3)));
        Path answers = place.resolve("answers.txt");
        Process curl = OwnApplication.process(List.of("sh", "-c", requests))
                .redirectOutput(answers.toFile())
                .start();
        assertEquals(0, curl.waitFor());
        String said = Files.readString(answers);
        assertTrue(said.contains("201 Created") && said.contains("Tidemark-Reason: WROTE"), said);
    }

    private DataSource superuser() {
        PGSimpleDataSource superuser = new PGSimpleDataSource();
        superuser.setURL("jdbc:postgresql://127.0.0.1:" + ports.get(0) + "/tidemark");
        return superuser;
    }

    @Test
    void aTakenPortIsNamedBeforeAnythingIsCompiled() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            output = Files.createTempFile("ports", ".txt");
            demo = OwnApplication.process(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Ddemo.http.port=" + taken.getLocalPort(),
                            checkout.resolve("src/testkit/java/io/tidemark/servers/Port.java")
                                    .toString(),
                            "demo.http.port",
                            "the application"))
                    .redirectOutput(output.toFile())
                    .start();
            assertTrue(demo().waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS));
            assertEquals(1, demo().exitValue());
            assertTrue(Files.readString(output).contains("-Ddemo.http.port"), Files.readString(output));
        }
    }
}
