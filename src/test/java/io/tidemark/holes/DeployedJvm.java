package io.tidemark.holes;

import io.tidemark.servers.Port;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The process of {@link DeployedTests}. For one thread. */
final class DeployedJvm {

    private static final Duration TO_STOP = Duration.ofSeconds(60);
    private static final List<String> SETTINGS =
            List.of("it.", "arquillian.", "library.", "payara.", "postgresql.", "wildfly.", "liberty.");

    /** The variables of pom.xml that have a port of the tests' servers. */
    private static final Map<String, String> PORTS = Map.of(
            "PRIMARY_PORT", "it.primary.port",
            "REPLICA_PORT", "it.replica.port",
            "REPLICA_2_PORT", "it.replica-2.port",
            "TIDEMARK_REDIS_URI", "it.redis.port");

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final Path log;

    private DeployedJvm(Process process, Path log) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.log = log;
    }

    /**
     * Starts the process on a copy of the checkout.
     *
     * @param log the file for its logs
     */
    static DeployedJvm start(MutatedCheckout checkout, Path log) throws IOException {
        Path work = checkout.directory().resolve("target/it");
        Map<String, String> settings = new TreeMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> SETTINGS.stream().anyMatch(name::startsWith))
                .forEach(name -> settings.put(name, System.getProperty(name)));
        settings.replaceAll((name, value) -> name.endsWith(".port") ? anyPort() : value);
        settings.put("it.directory", work.toString());
        settings.put("library.jar", checkout.library().toString());
        settings.put("basedir", checkout.directory().toString());
        settings.put("java.io.tmpdir", work.resolve("tmp").toString());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-classpath",
                System.getProperty("java.class.path"),
                DeployedTests.class.getName(),
                String.valueOf(checkout.library().getFileName())));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.directory().toFile())
                .redirectError(log.toFile());
        PORTS.forEach((variable, property) -> builder.environment()
                .computeIfPresent(
                        variable,
                        (name, value) -> value.replace(System.getProperty(property), settings.get(property))));
        return new DeployedJvm(builder.start(), log);
    }

    private static String anyPort() {
        try {
            return String.valueOf(Port.anyFree());
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** {@return the outcome of the test of a row, with its mutation} */
    Outcome outcome(int row, Duration limit) throws IOException, InterruptedException {
        orders.write(row + "\n");
        orders.flush();
        CompletableFuture<Outcome> answer = CompletableFuture.supplyAsync(this::answer);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException endless) {
            process.destroy();
            return Outcome.endless(limit);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The row could not be run; see " + log, failed.getCause());
        }
    }

    private Outcome answer() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(DeployedTests.ANSWER)) {
                    String[] words =
                            line.substring(DeployedTests.ANSWER.length()).split(" ", 2);
                    return new Outcome(Outcome.Kind.valueOf(words[0]), words[1]);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        throw new IllegalStateException("The process has ended");
    }

    /** Ends the process and its servers. */
    void stop() throws IOException, InterruptedException {
        orders.close();
        if (!process.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("The process did not end within " + TO_STOP.toSeconds() + " s; see " + log);
        }
    }
}
