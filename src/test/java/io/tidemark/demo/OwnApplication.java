package io.tidemark.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.guestbook.Guest;
import io.tidemark.servers.Await;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.postgresql.ds.PGSimpleDataSource;

/** A foreign application on a server that the manual's commands start. */
final class OwnApplication {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_STOP = Duration.ofMinutes(1);

    /** Pauses or resumes the replica's replay. */
    @FunctionalInterface
    interface Replay {
        void change() throws Exception;
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process server;
    private final URI entries;

    private OwnApplication(Process server, URI entries) {
        this.server = server;
        this.entries = entries;
    }

    /** Runs the commands as a terminal would, without the tests' passwords in the environment. */
    static OwnApplication start(String commands, Path checkout, Path log, int http) throws IOException {
        ProcessBuilder script = process(List.of("bash", "-c", commands))
                .directory(checkout.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile());
        // These JVMs run for seconds only.
        script.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return new OwnApplication(script.start(), URI.create("http://localhost:" + http + "/guestbook/entries"));
    }

    /** {@return a process without the tests' settings in its environment} */
    static ProcessBuilder process(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment()
                .keySet()
                .removeIf(name -> name.matches("(DATABASE|PRIMARY|REPLICA|REDIS|TIDEMARK|THINGS)_.*"));
        return process;
    }

    static Path archive(Path checkout, Path place) {
        Path war = place.resolve("guestbook.war");
        ShrinkWrap.create(WebArchive.class)
                .addPackage(Guest.class.getPackage())
                .addAsLibraries(new File(System.getProperty("library.jar")))
                .addAsLibraries(checkout.resolve("target/tidemark-things/WEB-INF/lib")
                        .toFile()
                        .listFiles())
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        return war;
    }

    /** Creates the application's table in the database {@code shop}, as that database's user. */
    static void makeTable(int primary) throws SQLException {
        PGSimpleDataSource shop = new PGSimpleDataSource();
        shop.setURL("jdbc:postgresql://localhost:" + primary + "/shop");
        try (Connection connection = shop.getConnection("shop", "shop");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE entries (id bigint GENERATED ALWAYS AS IDENTITY)");
        }
    }

    /** Asserts that reads use the replica, and the primary for a caller whose writes the replica does not cover. */
    void assertRouted(Replay pause, Replay resume) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(entries).header("Guest", "ann");
        Await.until("a read on the replica", TO_START, () -> {
            assertTrue(server.isAlive(), "it has ended");
            return route(request.GET()).equals("0 replica");
        });
        pause.change();
        assertEquals("1 primary, primary", route(request.POST(BodyPublishers.noBody())));
        assertEquals("1 primary", route(request.GET()));
        resume.change();
        Await.until("the replica again", TO_START, () -> route(request.GET()).equals("1 replica"));
    }

    private String route(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        return answer.body() + " "
                + answer.headers().firstValue("Tidemark-Route").orElse("unrouted");
    }

    /** {@return the status of the answer from an address; 0 if there is no answer} */
    int status(URI uri) throws InterruptedException {
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException none) {
            return 0;
        }
    }

    void stop() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            server.destroyForcibly();
        }
    }
}
