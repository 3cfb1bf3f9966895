package io.tidemark.holes;

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

    private static final HoleChecks CHECKS = new HoleChecks(
            Hole.Occasion.SLOW_TESTS, "report-servers.txt", new DirectedTests(Duration.ofMinutes(2))::verdict);

    @TestFactory
    Stream<DynamicTest> theTestOfEachHoleFindsItsMutation() throws IOException {
        return CHECKS.tests();
    }

    @AfterAll
    static void write() throws IOException {
        CHECKS.write();
    }
}
