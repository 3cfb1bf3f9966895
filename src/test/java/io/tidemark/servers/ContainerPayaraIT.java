package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the script and the health check of the application's container, without a container. */
@Tag("debian")
class ContainerPayaraIT {

    private static final Duration TO_START = Duration.ofMinutes(4);

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path work = TestServers.work().resolve("container-payara");
    private final Path log = work.resolve("payara.log");
    private final Children children = new Children();
    private final Child payara = children.named("Compose's Payara Micro", log, ContainerPayaraIT::end);
    private final int port;

    ContainerPayaraIT() throws Exception {
        port = Port.anyFree();
        Directories.delete(work);
    }

    /** A container's first process gets the signal; the shell passes it on. */
    private static void end(Process script) {
        script.destroy();
    }

    @AfterEach
    void stop() {
        children.close();
    }

    @Test
    void itListensForHttpAloneSpeaksTlsWithTheServersAndEndsWhenItIsAsked() throws Exception {
        try (ContainerPrimary primary = ContainerPrimary.start(checkout, work.resolve("servers"))) {
            payara.start(script(Map.of(
                    "TIDEMARK_HEALTH_DETAILS", "true",
                    "PRIMARY_PORT", String.valueOf(primary.server().port()),
                    "REPLICA_PORT", String.valueOf(primary.server().port()),
                    "DATABASE_PASSWORD", primary.logins().application().password())));
            payara.awaitReady(TO_START, () -> health().status() == 0);
            List<OpenPort> open = OpenPorts.ofTree(
                            ProcessHandle.of(payara.pid()).orElseThrow())
                    .all();
            assertEquals(List.of(port), open.stream().map(OpenPort::port).toList(), open.toString());
            assertEquals(
                    "true",
                    primary.server()
                            .query("SELECT bool_and(ssl)::text FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                                    + " WHERE usename = 'tidemark'"));
            primary.stop();
            Await.until("the reason", TO_START, () -> {
                Verdict verdict = health();
                return verdict.status() == 1
                        && verdict.output().contains("\"DOWN\"")
                        && verdict.output().contains("primary");
            });
        }
        payara.stop();
        assertTrue(health().output().contains("refused"), "Payara Micro outlived the script");
    }

    @Test
    void anApplicationThatIsNotDeployedEndsIt() throws Exception {
        payara.start(script(Map.of("TIDEMARK_ROUTING", "nowhere")));
        Await.until("its end", TO_START, () -> !payara.running());
        String output = Files.readString(log);
        assertTrue(output.contains("was not deployed"), output);
        assertTrue(output.contains("tidemark.routing"), output);
    }

    @Test
    void anApplicationThatIsNotThereIsNamed() throws Exception {
        Verdict verdict = Verdict.of(script(Map.of("APPLICATION", work.toString())));
        assertEquals(1, verdict.status());
        assertTrue(verdict.output().contains("mvn package"), verdict.output());
        assertFalse(verdict.output().contains("Payara Micro URLs"), verdict.output());
    }

    private Verdict health() throws Exception {
        ProcessBuilder script = new ProcessBuilder(
                checkout.resolve("server-config/payara/health.sh").toString());
        script.environment().put("HTTP_PORT", String.valueOf(port));
        return Verdict.of(script);
    }

    private ProcessBuilder script(Map<String, String> environment) throws Exception {
        Path temporary = Files.createDirectories(work.resolve("tmp"));
        Path application = Files.createDirectories(work.resolve("application"));
        link(application.resolve("tidemark-things.war"), checkout.resolve("target/tidemark-things.war"));
        link(application.resolve("postgresql.jar"), Path.of(System.getProperty("postgresql.driver.jar")));
        ProcessBuilder script = new ProcessBuilder(
                checkout.resolve("server-config/payara/start.sh").toString());
        script.environment().putAll(TestServers.running().environment());
        script.environment()
                .putAll(Map.of(
                        "HTTP_ADDRESS",
                        "0.0.0.0",
                        "HTTP_PORT",
                        String.valueOf(port),
                        "REDIS_PASSWORD",
                        "in the URI already",
                        "APPLICATION",
                        application.toString(),
                        "PAYARA_MICRO",
                        System.getProperty("payara.micro.jar"),
                        "TMPDIR",
                        temporary.toString(),
                        "MEMORY_PERCENT",
                        "10",
                        "JVM_ARGS",
                        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=" + temporary));
        script.environment().putAll(environment);
        return script;
    }

    private static void link(Path name, Path file) throws Exception {
        if (!Files.exists(name)) {
            Files.createSymbolicLink(name, file);
        }
    }
}
