package io.tidemark.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.Await;
import io.tidemark.servers.Manual;
import io.tidemark.servers.OpenPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo in a JVM of its own, on free ports and in a directory of its own: another one may run in the checkout. */
@Tag("slow")
class DemoIT {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_STOP = Duration.ofMinutes(1);

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path place = Path.of(System.getProperty("it.directory"), "demo");
    private final Path output = place.resolve("output.txt");
    private final List<Integer> ports = new ArrayList<>();
    private Process demo;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(place.resolve("target"));
        for (String used : List.of("pg", "server-config", "target/servers")) {
            Path link = place.resolve(used);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, checkout.resolve(used));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String name : List.of("primary", "replica", "redis", "http")) {
            ports.add(freePort());
            command.add("-Ddemo." + name + ".port=" + ports.get(ports.size() - 1));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
        command.addAll(List.of(
                place.toString(), checkout.resolve("target/tidemark-things").toString()));
        command.addAll(List.of(System.getProperty("payara.micro.jar"), System.getProperty("postgresql.driver.jar")));
        demo = OwnApplication.process(command).redirectOutput(output.toFile()).start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        demo.destroy();
        if (!demo.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            demo.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitSaid(String text) throws InterruptedException {
        Await.until("the demo's \"" + text + "\"", TO_START, () -> {
            assertTrue(demo.isAlive(), "it has ended");
            return Files.readString(output).contains(text);
        });
    }

    private void type(String line) throws IOException {
        demo.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        demo.getOutputStream().flush();
    }

    /** The manual's commands, with this demo's ports and that WAR. */
    private String commands(Path war, int http) throws IOException {
        return new Manual(checkout)
                .commands("Your own application in ten minutes", "Payara Micro 6")
                .replace("54320", String.valueOf(ports.get(0)))
                .replace("54321", String.valueOf(ports.get(1)))
                .replace("63790", String.valueOf(ports.get(2)))
                .replace("8081", String.valueOf(http))
                .replace("../shop/target/shop.war", war.toString())
                .replace("java -jar", "exec java -Djava.io.tmpdir=" + place + " -jar");
    }

    /** An application that is not Tidemark's, by the commands that README gives. */
    @Test
    void anotherApplicationRunsOnTheDemosServers() throws Exception {
        awaitSaid("Ready after");
        type("d shop; drop");
        awaitSaid("No database was made");
        type("d shop");
        awaitSaid("Database, user and password shop are made");
        OwnApplication.makeTable(ports.get(0));
        int http = freePort();
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

    @Test
    void allOfItListensOnLoopbackOnly() throws Exception {
        awaitSaid("Ready after");
        OpenPorts open = OpenPorts.ofTree(demo.toHandle());
        assertEquals(List.of(), open.beyondLoopback());
        assertEquals(Set.copyOf(ports), open.tcp());
    }
}
