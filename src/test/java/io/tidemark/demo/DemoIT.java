package io.tidemark.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.guestbook.Guest;
import io.tidemark.servers.Await;
import io.tidemark.servers.OpenPorts;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

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
        demo = process(command).redirectOutput(output.toFile()).start();
    }

    /** As a terminal would start it: the tests' servers have other passwords in the environment. */
    private static ProcessBuilder process(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment()
                .keySet()
                .removeIf(name -> name.matches("(DATABASE|PRIMARY|REPLICA|REDIS|TIDEMARK|THINGS)_.*"));
        return process;
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

    /** The commands of README's section, in order, with this demo's ports and that WAR. */
    private String commands(Path war, int http) throws IOException {
        String readme = Files.readString(checkout.resolve("README.md"));
        String section = readme.substring(readme.indexOf("### Your own application in ten minutes"));
        section = section.substring(0, section.indexOf("\n## "));
        StringBuilder commands = new StringBuilder("set -e\n");
        Matcher block = Pattern.compile("(?s)```\n(.*?)```").matcher(section);
        while (block.find()) {
            commands.append(block.group(1));
        }
        return commands.toString()
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
        Path war = place.resolve("guestbook.war");
        ShrinkWrap.create(WebArchive.class)
                .addPackage(Guest.class.getPackage())
                .addAsLibraries(new File(System.getProperty("library.jar")))
                .addAsLibraries(checkout.resolve("target/tidemark-things/WEB-INF/lib")
                        .toFile()
                        .listFiles())
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        awaitSaid("Ready after");
        type("d shop; drop");
        awaitSaid("No database was made");
        type("d shop");
        awaitSaid("Database, user and password shop are made");
        PGSimpleDataSource shop = new PGSimpleDataSource();
        shop.setURL("jdbc:postgresql://localhost:" + ports.get(0) + "/shop");
        try (Connection connection = shop.getConnection("shop", "shop");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE entries (id bigint GENERATED ALWAYS AS IDENTITY)");
        }

        int http = freePort();
        Process server = process(List.of("bash", "-c", commands(war, http)))
                .directory(checkout.toFile())
                .redirectOutput(place.resolve("guestbook.log").toFile())
                .start();
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + http + "/guestbook/entries"))
                    .header("Guest", "ann");
            Await.until("a read on the replica", TO_START, () -> {
                assertTrue(server.isAlive(), "it has ended");
                return route(request.GET()).equals("0 replica");
            });
            type("p");
            awaitSaid("Replay is paused");
            assertEquals("1 primary, primary", route(request.POST(BodyPublishers.noBody())));
            assertEquals("1 primary", route(request.GET()));
            type("r");
            Await.until(
                    "the replica again", TO_START, () -> route(request.GET()).equals("1 replica"));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static String route(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        return answer.body() + " "
                + answer.headers().firstValue("Tidemark-Route").orElse("unrouted");
    }

    @Test
    void allOfItListensOnLoopbackOnly() throws Exception {
        awaitSaid("Ready after");
        OpenPorts open = OpenPorts.ofTree(demo.toHandle());
        assertEquals(List.of(), open.beyondLoopback());
        assertEquals(Set.copyOf(ports), open.tcp());
    }
}
