package io.tidemark.page;

import static io.tidemark.page.States.ONE;
import static io.tidemark.page.States.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChangesTest {

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments(usual(), usual().routing(false), "Routing was switched off."),
                arguments(usual().routing(false), usual(), "Routing was switched on."),
                arguments(usual(), usual().shadow(), "Shadow mode was switched on."),
                arguments(usual().shadow(), usual(), "Shadow mode was switched off."),
                arguments(
                        usual(),
                        usual().share(0.25),
                        "The share of callers whose reads may use a replica was changed from 100 % to 25 %."),
                arguments(
                        usual(),
                        usual().primary(true, 2, ""),
                        "Failover: the primary is on timeline 2, and was on timeline 1."),
                arguments(usual(), usual().primary(false, 1, "It is away."), "The primary is not ready: It is away."),
                arguments(usual().primary(false, 1, "It is away."), usual(), "The primary is ready."),
                arguments(usual(), usual().drained(ONE), "jdbc/replica was drained."),
                arguments(usual().drained(ONE), usual(), "jdbc/replica was resumed."),
                arguments(usual(), usual().quarantined(ONE, "It failed."), "Quarantined: jdbc/replica: It failed."),
                arguments(usual().quarantined(ONE, "It failed."), usual(), "jdbc/replica has left its quarantine."),
                arguments(
                        usual(), usual().ineligible(ONE, "It is late."), "Serves no reads: jdbc/replica: It is late."),
                arguments(usual().ineligible(ONE, "It is late."), usual(), "jdbc/replica may serve reads."),
                arguments(
                        usual(),
                        usual().store(false, "1:0/1000000", "It is away."),
                        "The store of marks does not answer: It is away."),
                arguments(usual().store(false, "1:0/1000000", "It is away."), usual(), "The store of marks answers."),
                arguments(
                        usual(),
                        usual().store(true, "1:0/2000000", ""),
                        "The floor was raised to 1:0/2000000, since marks may have been lost. Every caller's reads include"
                                + " that position."));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeIsOneEvent(States before, States now, String text) {
        assertEquals(List.of(new LoggedEvent(now.time(), text)), Changes.between(before.snapshot(), now.snapshot()));
    }

    @Test
    void numbersAreNoEvents() {
        assertEquals(
                List.of(),
                Changes.between(
                        usual().snapshot(),
                        usual().later().lag(ONE, 9000).waits(3, 40).snapshot()));
    }
}
