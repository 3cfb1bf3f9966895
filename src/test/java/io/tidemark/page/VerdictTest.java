package io.tidemark.page;

import static io.tidemark.page.States.ONE;
import static io.tidemark.page.States.TWO;
import static io.tidemark.page.States.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.page.Verdict.Level;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {

    static Stream<Arguments> states() {
        return Stream.of(
                arguments(usual(), Level.GOOD, "All reads can use 2 of 2 replicas."),
                arguments(
                        usual().withoutReplica(),
                        Level.PRIMARY,
                        "Reads use the primary: no replica is configured (tidemark.replica.jndi)."),
                arguments(usual().routing(false), Level.PRIMARY, "Reads use the primary: routing is off."),
                arguments(
                        usual().shadow(),
                        Level.PRIMARY,
                        "Reads use the primary: shadow mode counts the routes that reads would take."),
                arguments(
                        usual().ineligible(ONE, "tidemark.replica.jndi=jdbc/replica: It is another cluster.")
                                .drained(TWO),
                        Level.PRIMARY,
                        "Reads use the primary: no replica may serve them."
                                + " jdbc/replica: It is another cluster. jdbc/replica-2 is drained."),
                arguments(
                        usual().primary(false, 1, "It does not answer."),
                        Level.LIMITED,
                        "Reads that need nothing from the primary can use 2 of 2 replicas."
                                + " The primary is not ready: It does not answer."),
                arguments(
                        usual().share(0),
                        Level.PRIMARY,
                        "Reads use the primary: the share of callers whose reads may use a replica is 0 %."),
                arguments(
                        usual().store(false, "1:0/1000000", "It is away."),
                        Level.LIMITED,
                        "Reads that need no mark of their caller can use 2 of 2 replicas."
                                + " Other reads use the primary: the store of marks does not answer."),
                arguments(
                        usual().problem("No annotated method is called."),
                        Level.LIMITED,
                        "Reads may use the primary: No annotated method is called."),
                arguments(
                        usual().share(0.005), Level.LIMITED, "Reads of 0.5 % of the callers can use 2 of 2 replicas."),
                arguments(
                        usual().lag(ONE, 12_345).lag(TWO, 3000),
                        Level.LIMITED,
                        "Reads of callers who wrote recently use the primary: jdbc/replica is 12 s behind."
                                + " jdbc/replica-2 is 3 s behind. Other reads can use 2 of 2 replicas."),
                arguments(
                        usual().lag(ONE, 12_345),
                        Level.LIMITED,
                        "All reads can use 1 of 2 replicas. jdbc/replica is 12 s behind."),
                arguments(
                        usual().notPolled(ONE, 2000).notPolled(TWO, 2000),
                        Level.GOOD,
                        "All reads can use 2 of 2 replicas."),
                arguments(
                        usual().drained(TWO),
                        Level.LIMITED,
                        "All reads can use 1 of 2 replicas. jdbc/replica-2 is drained."),
                arguments(
                        usual().lag(ONE, 1500).drained(TWO),
                        Level.LIMITED,
                        "Reads of callers who wrote recently use the primary: jdbc/replica is 1 s behind."
                                + " Other reads can use 1 of 2 replicas."));
    }

    @ParameterizedTest
    @MethodSource("states")
    void theSentenceIsThatOfTheFirstCaseThatApplies(States state, Level level, String sentence) {
        assertEquals(new Verdict(level, sentence), Verdict.of(state.snapshot()));
    }
}
