package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The command of {@code docker-compose.yml} for Payara Micro, run without a container. */
@Tag("debian")
class ContainerPayaraIT {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Pattern COMMAND =
            Pattern.compile("(?s)image: payara/micro\\S+\\s+command: >-\\n(.+?)\\n    \\S");

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path work = TestServers.work().resolve("container-payara");

    @Test
    void itListensForHttpAndNothingElse() throws Exception {
        int port = Port.anyFree();
        try (Children children = new Children()) {
            Child payara = children.named("Compose's Payara Micro", work.resolve("payara.log"), Process::destroy);
            payara.start(command(port));
            payara.awaitReady(TO_START, () -> status(port) == HttpURLConnection.HTTP_OK);
            List<OpenPort> open = OpenPorts.ofTree(
                            ProcessHandle.of(payara.pid()).orElseThrow())
                    .all();
            assertEquals(List.of(port), open.stream().map(OpenPort::port).toList(), open.toString());
        }
    }

    private static int status(int port) throws Exception {
        return ((HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health/ready")
                        .toURL()
                        .openConnection())
                .getResponseCode();
    }

    /** With the paths of this machine, and another port. */
    private ProcessBuilder command(int port) throws Exception {
        Matcher found = COMMAND.matcher(Files.readString(checkout.resolve("docker-compose.yml")));
        if (!found.find()) {
            throw new IllegalStateException("docker-compose.yml has no command for Payara Micro");
        }
        String arguments = found.group(1)
                .replace("--port 8080", "--port " + port)
                .replace(
                        "/etc/tidemark",
                        checkout.resolve("server-config/payara").toString())
                .replace("/opt/tidemark/postgresql.jar", System.getProperty("postgresql.driver.jar"))
                .replace("/opt/tidemark", checkout.resolve("target").toString());
        Path temporary = Files.createDirectories(work.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of("-jar", System.getProperty("payara.micro.jar")));
        command.addAll(List.of(arguments.trim().split("\\s+", -1)));
        ProcessBuilder payara = new ProcessBuilder(command);
        payara.environment().putAll(TestServers.running().environment());
        payara.environment().put("HTTP_ADDRESS", "0.0.0.0");
        return payara;
    }
}
