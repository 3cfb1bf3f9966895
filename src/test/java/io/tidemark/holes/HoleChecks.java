package io.tidemark.holes;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The checks of the rows of one occasion: the test of each row fails with its mutation only. */
final class HoleChecks {

    /** Gives the verdict on a row. */
    interface Judge {
        Verdict of(Hole hole) throws Exception;
    }

    private final Hole.Occasion occasion;
    private final Judge judge;
    private final HoleReport report;

    /**
     * Prepares the checks.
     *
     * @param report the name of the file in {@code target/holes}
     */
    HoleChecks(Hole.Occasion occasion, String report, Judge judge) {
        this.occasion = occasion;
        this.judge = judge;
        this.report = new HoleReport(report);
    }

    Stream<DynamicTest> tests() throws IOException {
        return HoleTable.of(occasion).stream()
                .map(hole -> dynamicTest(hole.name(), () -> {
                    Verdict verdict = judge.of(hole);
                    report.add(verdict);
                    assertTrue(verdict.holds(), verdict::toString);
                }));
    }

    /** Writes the verdicts so far. */
    void write() throws IOException {
        report.write();
    }
}
