package io.tidemark.holes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Collects the verdicts and writes them to the output of the build and to a file. Thread-safe. */
final class HoleReport {

    private static final System.Logger LOG = System.getLogger(HoleReport.class.getName());

    private final Path file;
    private final Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();

    /** @param name the name of the file in {@code target/holes} */
    HoleReport(String name) {
        this.file = Path.of(System.getProperty("basedir", ""), "target", "holes", name)
                .toAbsolutePath();
    }

    void add(Verdict verdict) {
        verdicts.add(verdict);
    }

    void write() throws IOException {
        List<String> lines = Stream.concat(verdicts.stream().map(Verdict::toString), Stream.of(summary()))
                .toList();
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, lines);
        LOG.log(System.Logger.Level.INFO, () -> "Holes and mutations:\n" + String.join("\n", lines));
    }

    private String summary() {
        long red = verdicts.stream()
                .filter(verdict -> verdict.kind() == Verdict.Kind.SEEN_RED)
                .count();
        return red + " of " + verdicts.size() + " mutations were found by their tests.";
    }
}
