package io.tidemark.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The result of a short command, such as a health check.
 *
 * @param status the exit status; zero for success
 * @param output the output on both streams
 */
record Verdict(int status, String output) {

    private static final Duration TO_END = Duration.ofMinutes(1);

    /** Runs a command that takes seconds. */
    static Verdict of(ProcessBuilder command) throws IOException, InterruptedException {
        return of(command, TO_END);
    }

    /**
     * Runs a command to its end.
     *
     * @throws IllegalStateException with the output, if the command does not end in time
     */
    static Verdict of(ProcessBuilder command, Duration within) throws IOException, InterruptedException {
        Path output = Files.createTempFile("command", ".txt");
        Process process = command.redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(command.command() + " does not end: " + Files.readString(output));
            }
            return new Verdict(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
