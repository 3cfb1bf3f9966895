package io.tidemark.search;

import io.tidemark.search.Step.Kind;
import io.tidemark.wal.QuietLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The bounds of a search.
 *
 * @param kinds the kinds of steps
 * @param writes the number of writes on a path, of all callers together
 * @param faults the number of faults on a path, of all kinds together
 * @param depth the number of steps of a path
 */
record Bounds(Set<Kind> kinds, int writes, int faults, int depth) {

    private static final Path REPORTS = Path.of("target", "search");

    /** Bounds without a limit of faults. */
    Bounds(Set<Kind> kinds, int writes, int depth) {
        this(kinds, writes, Search.UNLIMITED, depth);
    }

    /** Searches within these bounds. Prints the figures, and writes them with the trace to a file of that name. */
    Search.Result search(Parts parts, String name) {
        long begun = System.nanoTime();
        Search.Result result;
        QuietLogs quiet = new QuietLogs();
        try {
            result = new Search(parts, Steps.of(kinds, writes), faults).run(depth);
        } finally {
            quiet.end();
        }
        String figures = "Search " + name + ": " + result + ", at most " + writes + " writes and "
                + (faults == Search.UNLIMITED ? "any number of" : faults) + " faults, "
                + (System.nanoTime() - begun) / 1_000_000 + " ms.";
        System.out.println(figures);
        try {
            Files.createDirectories(REPORTS);
            Files.writeString(REPORTS.resolve(name + ".txt"), figures + "\n\n" + result.trace());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return result;
    }
}
