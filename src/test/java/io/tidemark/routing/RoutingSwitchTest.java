package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routing that an operator switches off and on, also in the middle of a scope. */
class RoutingSwitchTest extends PrimaryAndReplica {

    @Test
    void routingThatIsSwitchedOffReadsFromThePrimaryAndKeepsMarks() {
        router = router(ReadPolicy.PRIMARY);
        assertEquals(Reason.ROUTING_OFF, readIn(Freshness.EVENTUAL));
        writes("alice", 200);
        router = router(ReadPolicy.REPLICA);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void theSwitchToThePrimaryTakesEffectAtTheNextReadOfAScopeThatIsOnTheReplica() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.CAUGHT_UP, read());
        router.routing().to(ReadPolicy.PRIMARY);
        assertEquals(Reason.ROUTING_OFF, read());
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.CAUGHT_UP, read());
        bound.close();
    }

    @Test
    void whatIsWrittenWhileTheSwitchIsOnThePrimaryIsWaitedForAfterwards() {
        read("alice");
        router.routing().to(ReadPolicy.PRIMARY);
        writes("alice", 200);
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("bob"));
    }

    @Test
    void aScopeThatWroteWhileTheSwitchWasOnThePrimaryStaysThere() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.CAUGHT_UP, read());
        router.routing().to(ReadPolicy.PRIMARY);
        router.beginWrite().afterCommit();
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.WROTE, read());
        bound.close();
    }

    @Test
    void readsOfCallersOutsideTheShareGoToThePrimaryAndTheirMarksAreKept() {
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        router.routing().to(new CallerShare(0));
        assertEquals(Reason.NOT_IN_SHARE, read("alice"));
        assertEquals(Reason.NOT_IN_SHARE, readIn(Freshness.EVENTUAL));
        writes("alice", 200);
        router.routing().to(CallerShare.ALL);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("bob"));
    }

    @Test
    void theShareAppliesToEachCallerAlsoInAScopeThatIsOnTheReplica() {
        CallerShare half = new CallerShare(0.5);
        String in = callers().filter(half::contains).findFirst().orElseThrow();
        String out = callers().filter(name -> !half.contains(name)).findFirst().orElseThrow();
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        caller = Optional.of(out);
        assertEquals(Reason.CAUGHT_UP, read());
        router.routing().to(half);
        assertEquals(Reason.NOT_IN_SHARE, read());
        caller = Optional.of(in);
        assertEquals(Reason.CAUGHT_UP, read());
        bound.close();
    }

    @Test
    void aLargerShareContainsTheCallersOfASmallerOne() {
        CallerShare small = new CallerShare(0.05);
        CallerShare large = new CallerShare(0.3);
        assertEquals(
                0,
                callers()
                        .filter(small::contains)
                        .filter(name -> !large.contains(name))
                        .count());
        assertEquals(5_000.0, (double) callers().filter(small::contains).count(), 350);
        assertEquals(30_000.0, (double) callers().filter(large::contains).count(), 700);
    }

    @Test
    void theCallersOfAShareAreSpreadOverTheReplicas() {
        CallerShare share = new CallerShare(0.1);
        long first = RendezvousOrder.hash("jdbc/replica-1");
        long second = RendezvousOrder.hash("jdbc/replica-2");
        long onFirst = callers()
                .filter(share::contains)
                .mapToLong(RendezvousOrder::hash)
                .filter(name -> RendezvousOrder.score(first, name, 1) > RendezvousOrder.score(second, name, 1))
                .count();
        assertEquals(5_000.0, (double) onFirst, 350);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aShareIsAFraction(double wrong) {
        assertThrows(IllegalArgumentException.class, () -> new CallerShare(wrong));
    }

    private static Stream<String> callers() {
        return IntStream.range(0, 100_000).mapToObj(number -> "user-" + number);
    }

    @Test
    void aTransactionThatReadOnThePrimaryBecauseOfTheSwitchStaysThere() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        router.routing().to(ReadPolicy.PRIMARY);
        transactions.begin();
        router.statementSent(router.routeRead());
        router.routing().to(ReadPolicy.REPLICA);
        assertEquals(Reason.IN_TRANSACTION, read());
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, read());
        bound.close();
    }
}
