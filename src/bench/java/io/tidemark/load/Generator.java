package io.tidemark.load;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The process of Gatling, which runs {@link LoadSimulation}. It ends with this object or with this JVM. */
final class Generator implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final Path log;

    private Generator(Process process, Path log) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.log = log;
    }

    /**
     * Starts the process, and returns when it can send requests.
     *
     * @param work the directory for its log and Gatling's own results
     * @param connections the number of Gatling's users
     */
    static Generator start(Path work, int connections) throws IOException {
        Path log = Files.createDirectories(work).resolve("gatling-" + connections + ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                // Gatling reads private fields of the JDK's strings.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-D" + LoadSimulation.CONNECTIONS + "=" + connections,
                // Only the file: the standard output is for the tallies.
                "-Dgatling.data.writers.0=file",
                "-classpath",
                System.getProperty("java.class.path"),
                "io.gatling.app.Gatling",
                "--simulation",
                LoadSimulation.class.getName(),
                "--results-folder",
                work.resolve("gatling").toString()));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
        Generator generator = new Generator(builder.start(), log);
        generator.answer();
        return generator;
    }

    /** Starts a phase. */
    void start(Phase phase) throws IOException {
        order(phase.toLine());
    }

    /** Begins to count anew while the phase goes on. */
    void count() throws IOException {
        order("count");
    }

    /** {@return the results of the phase, which has ended, since {@link #count} or its start} */
    Tally stop() throws IOException {
        order("stop");
        return Tally.ofLine(answer());
    }

    private void order(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    /** {@return the next line that is for this process} The others go to the log. */
    private String answer() throws IOException {
        StringBuilder others = new StringBuilder();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(LoadSimulation.MARK)) {
                return line.substring(LoadSimulation.MARK.length());
            }
            others.append(line).append('\n');
        }
        throw new IOException("Gatling has ended; see " + log + "\n" + others);
    }

    @Override
    public void close() throws IOException {
        // The end of its standard input ends the process.
        orders.close();
        process.destroy();
    }
}
