package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.jdbc.physical.ConnectionProperty;
import io.tidemark.jdbc.physical.RoutedPools;
import io.tidemark.routing.Decision;
import io.tidemark.sql.Statements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests {@link StatementRouter} for reads whose text asks for the primary or for the time. */
final class StatementRouterTest {

    private final List<String> log = new ArrayList<>();
    private final ScriptedRouting routing = new ScriptedRouting(log);
    private final StatementRouter router = new StatementRouter(
            new RoutedParts(
                    new RoutedPools(
                            new ScriptedPrimaryPool(new FakeServer("primary", log).dataSource()),
                            List.of(new ScriptedReplicaPool(new FakeServer("replica", log).dataSource())),
                            routing),
                    Statements.classifier(),
                    StatementObservers.NONE,
                    System::nanoTime),
            physical -> {});

    @Test
    void itGoesThereWithoutAWrite() {
        assertEquals(Reason.HINT, router.chooseHinted().reason());
        routing.transaction = Optional.of("one");
        assertEquals(Reason.HINT, router.chooseHinted().reason());
        assertTrue(log.isEmpty());
    }

    @Test
    void aTransactionThatBeginsWithItStaysThere() throws SQLException {
        readOnly();
        Decision decision = router.chooseHinted();
        router.forRead(decision);
        assertEquals(Reason.IN_TRANSACTION, router.chooseRead("SELECT 1").reason());
    }

    @Test
    void aTransactionOnTheReplicaIsNotSplitForIt() throws SQLException {
        readOnly();
        router.forRead(router.chooseRead("SELECT 1"));
        assertEquals(Reason.CAUGHT_UP, router.chooseHinted().reason());
    }

    @Test
    void aReadThatAsksForTheTimeIsRoutedAsSuch() {
        router.chooseRead("SELECT 1");
        assertEquals(0, routing.byClock);
        router.chooseReadByClock("SELECT now()");
        assertEquals(1, routing.byClock);
    }

    /** A later statement of it may ask for the time, and cannot go elsewhere then. */
    @Test
    void aTransactionOnTheReplicaBeginsAsIfItAskedForTheTime() throws SQLException {
        readOnly();
        router.forRead(router.chooseRead("SELECT 1"));
        assertEquals(1, routing.byClock);
        router.chooseReadByClock("SELECT now()");
        assertEquals(1, routing.byClock, "a later one follows");
    }

    private void readOnly() {
        router.connections().set(ConnectionProperty.READ_ONLY, true);
        router.connections().autoCommit(false);
    }
}
