package io.tidemark.holes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The program of a JVM that runs the directed tests of a deployed application, with the tests' own servers. Each line of the standard
 * input is the index of a row. The answer is the outcome of its test with the mutation.
 */
final class DeployedTests {

    /** The beginning of an answer. The other lines of the output are logs. */
    static final String ANSWER = "outcome> ";

    private DeployedTests() {}

    /** The working directory is a {@link MutatedCheckout}. The argument is the file name of the library's jar. */
    public static void main(String[] arguments) throws Exception {
        List<Hole> holes = HoleTable.of(Hole.Occasion.DEPLOYED);
        MutatedCheckout checkout = MutatedCheckout.in(Path.of("").toAbsolutePath(), arguments[0]);
        try (LauncherSession session = LauncherFactory.openSession();
                Scanner orders = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (orders.hasNextLine()) {
                answer(outcome(session, checkout, holes.get(Integer.parseInt(orders.nextLine()))));
            }
        }
    }

    private static Outcome outcome(LauncherSession session, MutatedCheckout checkout, Hole hole) throws Exception {
        Mutation mutation = hole.mutation();
        try {
            checkout.mutate(mutation);
        } catch (BadMutation bad) {
            return new Outcome(Outcome.Kind.BROKEN, String.valueOf(bad.getMessage()));
        }
        try {
            return DirectedTests.outcome(session.getLauncher(), hole.test(), DeployedTests.class.getClassLoader());
        } finally {
            checkout.restore(mutation);
        }
    }

    @SuppressWarnings("SystemOut") // The other JVM reads it.
    private static void answer(Outcome outcome) {
        System.out.println(ANSWER + outcome.kind() + " " + outcome.message());
        System.out.flush();
    }
}
