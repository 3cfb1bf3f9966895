package io.tidemark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The texts of a run, on the console and as Markdown. */
final class Report {

    private static final String HEAD =
            """
            | request | policy | node | of plain | primary | replica | Redis or pgpool | all | requests/s | p50 ms | p99 ms | failed | stale |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private Report() {}

    /**
     * The medians on one application server.
     *
     * @param rounds the number of rounds
     */
    record Table(String server, int rounds, Map<Kind, Map<Policy, Sample>> medians) {

        String text() {
            StringBuilder text = new StringBuilder("## " + name(server) + "\n\n"
                    + "Processor time per request in µs; medians of " + rounds + " rounds.\n\n" + HEAD);
            medians.forEach((kind, byPolicy) -> byPolicy.forEach(
                    (policy, sample) -> text.append(row(kind, policy, sample, byPolicy.get(Policy.PLAIN)))));
            return text.append('\n').toString();
        }
    }

    private static String row(Kind kind, Policy policy, Sample sample, Sample plain) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %s | %.0f | %.0f | %.1f | %.0f | %.0f | %.1f | %.1f | %d | %d |%n",
                kind,
                policy,
                sample.node(),
                plain == null ? "" : String.format(Locale.ROOT, "%.2f", sample.node() / plain.node()),
                sample.primary(),
                sample.replica(),
                sample.beside(),
                sample.node() + sample.primary() + sample.replica() + sample.beside(),
                sample.throughput(),
                sample.p50(),
                sample.p99(),
                sample.failed(),
                sample.stale());
    }

    /** {@return a measurement for the console} */
    static String line(int round, Kind kind, Policy policy, Sample sample) {
        return String.format(
                Locale.ROOT,
                "round %d, %s, %s: node %.0f, primary %.0f, replica %.0f, Redis or pgpool %.1f µs; %.0f/s, p50 %.1f, p99 %.1f ms%s",
                round,
                kind,
                policy,
                sample.node(),
                sample.primary(),
                sample.replica(),
                sample.beside(),
                sample.throughput(),
                sample.p50(),
                sample.p99(),
                sample.failed() + sample.stale() == 0
                        ? ""
                        : "; failed " + sample.failed() + ", stale " + sample.stale());
    }

    private static String name(String server) {
        return switch (server) {
            case "payara-micro" -> "Payara Micro " + System.getProperty("version.payara", "");
            case "wildfly" -> "WildFly " + System.getProperty("version.wildfly", "");
            default -> server;
        };
    }

    /** {@return a line about the machine, the versions and the command} */
    static String machine(LoadOptions options) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %s %s; JDK %s, servers with %s; PostgreSQL and Redis of the tests, Gatling on the same machine. Command:"
                        + " `mvn -Pload -Dload.run=%s -Dload.servers=%s -Dload.policies=%s -Dload.kinds=%s"
                        + " -Dload.rounds=%d -Dload.seconds=%d`%n",
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.runtime.version"),
                String.join(" ", options.jvm()),
                options.run(),
                String.join(",", options.servers()),
                joined(options.policies()),
                joined(options.kinds()),
                options.rounds(),
                options.each().toSeconds());
    }

    private static String joined(List<?> values) {
        return String.join(",", values.stream().map(String::valueOf).toList());
    }

    private static String processor() throws IOException {
        Path known = Path.of("/proc/cpuinfo");
        if (!Files.exists(known)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(known).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    /** Writes a text to the console and to a file. */
    static void publish(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        print(text);
    }

    static void say(String line) {
        print("[load " + LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "] " + line);
    }

    @SuppressWarnings("SystemOut") // The output is for the user, not for a log.
    private static void print(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
