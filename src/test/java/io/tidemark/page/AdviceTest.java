package io.tidemark.page;

import static io.tidemark.page.States.ONE;
import static io.tidemark.page.States.TWO;
import static io.tidemark.page.States.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdviceTest {

    private static List<Advice> of(States state) {
        return Advice.of(state.snapshot(), Map.of());
    }

    @Test
    void aNodeWithoutProblemsHasNoAdvice() {
        assertEquals(List.of(), of(usual()));
    }

    @Test
    void statesAreReportedWithTheirServer() {
        assertEquals(
                List.of(
                        new Advice("The routed data source is not used.", ""),
                        new Advice("The primary: It is away.", ""),
                        new Advice("jdbc/replica: Run GRANT pg_read_all_stats TO tidemark.", ""),
                        new Advice("jdbc/replica-2 is drained.", "Resume it after its maintenance."),
                        new Advice("The store of marks: It is full.", "")),
                of(usual().problem("The routed data source is not used.")
                        .primary(false, 1, "It is away.")
                        .ineligible(ONE, "Run GRANT pg_read_all_stats TO tidemark.")
                        .drained(TWO)
                        .store(false, "1:0/1", "It is full.")));
    }

    @Test
    void findingsAboutEntitiesAreReported() {
        States state = usual();
        String finding = "These entities have no protection: Order. Expected a @Version in each";
        assertEquals(
                List.of(new Advice(finding, "")),
                Advice.of(new Snapshot(state.time(), state.status(), 1, List.of(finding)), Map.of()));
    }

    @Test
    void clocksThatDifferAreReported() {
        assertEquals(
                List.of(new Advice(
                        "The clock of jdbc/replica is 1.5 s behind the primary's. Reads that depend on the time use the"
                                + " primary.",
                        "Synchronize both clocks, for example by chrony.")),
                of(usual().clock(ONE, -1500).clock(TWO, 900)));
    }

    @Test
    void aReasonWithALargeShareOfTheLastMinuteIsReportedWithItsRemedy() {
        assertEquals(
                List.of(new Advice(
                        "25 % of the last minute's statements used the primary because the code is not annotated with"
                                + " @RoutedReads (NOT_ROUTED).",
                        "Annotate the beans that requests enter through with @RoutedReads.")),
                Advice.of(
                        usual().snapshot(), Map.of(Reason.NOT_ROUTED, 25L, Reason.CAUGHT_UP, 50L, Reason.WRITE, 25L)));
    }

    @Test
    void aSmallShareAndFewStatementsAreNotReported() {
        assertEquals(
                List.of(), Advice.of(usual().snapshot(), Map.of(Reason.REPLICA_BEHIND, 9L, Reason.CAUGHT_UP, 91L)));
        assertEquals(List.of(), Advice.of(usual().snapshot(), Map.of(Reason.REPLICA_BEHIND, 9L)));
    }
}
