package io.tidemark.holes;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Checks the rows of the table whose tests need real servers: each test fails with its mutation only. */
@Tag("slow")
@Tag("standalone")
class HolesIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final HoleReport REPORT = new HoleReport("report-servers.txt");

    @TestFactory
    Stream<DynamicTest> theTestOfEachHoleFindsItsMutation() throws IOException {
        DirectedTests tests = new DirectedTests(LIMIT);
        return HoleTable.of(Hole.Occasion.SLOW_TESTS).stream()
                .map(hole -> dynamicTest(hole.name(), () -> {
                    Verdict verdict = Verdict.of(hole, tests);
                    REPORT.add(verdict);
                    assertTrue(verdict.holds(), verdict::toString);
                }));
    }

    @AfterAll
    static void write() throws IOException {
        REPORT.write();
    }
}
