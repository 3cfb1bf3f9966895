package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests {@link Router} in transactions: the statements that stay on the primary, and the state after the end. */
class TransactionsTest extends PrimaryAndReplica {

    @Test
    void aTransactionThatHasTouchedThePrimaryStaysThere() {
        transactions.begin();
        router.statementSent(router.routeRead());
        assertEquals(Reason.IN_TRANSACTION, read("alice"), "it began with a read outside routed code");
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aTransactionThatHoldsAConnectionOfThePrimaryStaysThereAlthoughNoStatementRan() {
        router.primaryEnlisted();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "there is no transaction");
        transactions.begin();
        router.primaryEnlisted();
        assertEquals(Reason.IN_TRANSACTION, read("alice"));
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aPrimaryThatDoesNotAnswerIsKnown() {
        assertTrue(router.primaryAnswers());
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "it is stopped");
        assertThrows(ServerFault.class, primary::positionAfterNow);
        assertFalse(router.primaryAnswers());
    }

    @Test
    void aCommitRaisesTheMarkAndARollbackDoesNot() throws ServerFault {
        read("bob");
        transactions.begin();
        router.beginWrite();
        primaryServer.answers(at(200));
        transactions.rollBack();
        assertEquals(Reason.CAUGHT_UP, read("alice"));

        transactions.begin();
        router.beginWrite();
        transactions.commit();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void aRollbackAfterSomethingWasLearnedOnThePrimaryRaisesTheMark() throws ServerFault {
        read("alice");
        read("bob");
        primaryServer.answers(at(200));
        transactions.begin();
        router.beginWrite();
        router.observedPrimary();
        transactions.rollBack();
        assertEquals(Reason.REPLICA_BEHIND, read("bob"));
        assertEquals(Reason.CAUGHT_UP, read("alice"));

        transactions.begin();
        caller = Optional.of("alice");
        router.beginWrite();
        router.statementSent(router.routeRead());
        transactions.rollBack();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"), "a read on the primary may be the reason as well");
    }

    @Test
    void aTransactionThatBeginsToCommitReadsThePrimaryFromThenOn() {
        transactions.begin();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        router.stayOnPrimary();
        assertEquals(Reason.IN_TRANSACTION, read("alice"));
        transactions.commit();
        router.stayOnPrimary();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "outside a transaction nothing is kept");
    }

    @Test
    void aVersionThatIsRefusedInATransactionThatOnlyReadRaisesTheMark() throws ServerFault {
        read("alice");
        read("bob");
        primaryServer.answers(at(200));
        transactions.begin();
        router.primaryEnlisted();
        router.statementSent(router.routeRead());
        transactions.rollBack();
        assertEquals(Reason.CAUGHT_UP, read("bob"), "a rollback for another reason");

        transactions.begin();
        router.primaryEnlisted();
        router.statementSent(router.routeRead());
        router.versionRefused();
        transactions.rollBack();
        assertEquals(Reason.REPLICA_BEHIND, read("bob"));
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aWriteInATransactionThatCanOnlyBeRolledBackIsNotPendingForEver() {
        read("alice");
        transactions.begin();
        transactions.isMarkedForRollback();
        router.beginWrite().beforeStatement(FakeBackends.number(7));
        transactions.rollBack();
        entries.renew();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aTransactionThatCannotBeWatchedTakesNoWriteAtAll() {
        transactions.begin();
        transactions.refusesToBeWatched();
        assertThrows(IllegalStateException.class, router::beginWrite);
        assertThrows(IllegalStateException.class, router::beginWrite, "nor at the second attempt");
    }
}
