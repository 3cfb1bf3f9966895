package io.tidemark.holes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Checks the rows of the table whose tests need an application server with the mutated application. Without the mutation, they run
 * with the other tests.
 */
@Tag("slow")
@Tag("standalone")
@Tag("on-request")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployedHolesIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path work = Path.of(System.getProperty("it.directory"), "deployed-holes");
    private final HoleChecks checks = new HoleChecks(Hole.Occasion.DEPLOYED, "report-deployed.txt", this::verdict);
    private List<Hole> holes;
    private DeployedJvm jvm;

    @BeforeAll
    void start() throws IOException {
        holes = HoleTable.of(Hole.Occasion.DEPLOYED);
        Path library = Path.of(System.getProperty("library.jar"));
        MutatedCheckout checkout = MutatedCheckout.make(
                Path.of(System.getProperty("basedir", "")).toAbsolutePath(),
                work.resolve("checkout"),
                String.valueOf(library.getFileName()));
        jvm = DeployedJvm.start(checkout, work.resolve("jvm.log"));
    }

    private Verdict verdict(Hole hole) throws IOException, InterruptedException {
        return Verdict.of(hole, jvm.outcome(holes.indexOf(hole), LIMIT));
    }

    @TestFactory
    Stream<DynamicTest> theTestOfEachHoleFindsItsMutation() throws IOException {
        return checks.tests();
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        checks.write();
        jvm.stop();
    }
}
