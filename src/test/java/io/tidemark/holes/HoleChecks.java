package io.tidemark.holes;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The checks of the rows of one occasion: the test of each row fails with its mutation only. */
final class HoleChecks {

    private final Hole.Occasion occasion;
    private final Duration limit;
    private final HoleReport report;

    /**
     * Prepares the checks.
     *
     * @param limit the time within which each test must end
     * @param report the name of the file in {@code target/holes}
     */
    HoleChecks(Hole.Occasion occasion, Duration limit, String report) {
        this.occasion = occasion;
        this.limit = limit;
        this.report = new HoleReport(report);
    }

    Stream<DynamicTest> tests() throws IOException {
        DirectedTests tests = new DirectedTests(limit);
        return HoleTable.of(occasion).stream()
                .map(hole -> dynamicTest(hole.name(), () -> {
                    Verdict verdict = Verdict.of(hole, tests);
                    report.add(verdict);
                    assertTrue(verdict.holds(), verdict::toString);
                }));
    }

    /** Writes the verdicts so far. */
    void write() throws IOException {
        report.write();
    }
}
