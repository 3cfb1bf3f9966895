package io.tidemark.holes;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks the rows of the table whose tests need no servers: each test fails with its mutation only. */
class HolesTest {

    private static final HoleChecks CHECKS =
            new HoleChecks(Hole.Occasion.EACH_BUILD, "report.txt", new DirectedTests(Duration.ofSeconds(30))::verdict);

    @TestFactory
    Stream<DynamicTest> theTestOfEachHoleFindsItsMutation() throws IOException {
        return CHECKS.tests();
    }

    @AfterAll
    static void write() throws IOException {
        CHECKS.write();
    }
}
