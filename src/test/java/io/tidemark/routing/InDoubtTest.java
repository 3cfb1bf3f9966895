package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.TransactionState;
import io.tidemark.writes.Write;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests {@code Settlement} for commits and statements whose answer was lost. */
class InDoubtTest extends PrimaryAndReplica {

    @Test
    void aRollbackThatCameInsteadOfACommitRaisesTheMarkOnceItIsOver() throws ServerFault {
        read("alice");
        writesOn(7);
        backends.inTransaction(7, "monday", "noon");
        transactions.failAtCommit();
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"), "the commit may yet happen");
        primaryServer.answers(at(200));
        backends.fallsSilent();
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        backends.answersAgain();
        backends.betweenTransactions(7, "monday");
        settlement.settle();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"), "it may have happened");
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aServerThatIsAwayIsAskedLessAndLess() {
        writesOn(7);
        backends.inTransaction(7, "monday", "noon");
        transactions.failAtCommit();
        backends.fallsSilent();
        for (int i = 0; i < 600; i++) {
            time.addAndGet(Duration.ofMillis(100).toNanos());
            settlement.settle();
        }
        assertTrue(backends.questions() <= 20, backends.questions() + " questions in a minute");
        backends.answersAgain();
        backends.ends(7);
        time.addAndGet(Duration.ofSeconds(10).toNanos());
        settlement.settle();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
    }

    @Test
    void aConstraintThatFailsAtCommitPinsNobodyForLong() {
        read("alice");
        writesOn(7);
        backends.betweenTransactions(7, "monday");
        transactions.failAtCommit();
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void theDoubtOfOneWhoOnlyActedEndsWithTheProcessOfThoseWhoWrote() {
        read("alice");
        writesOn(7);
        router.actsFor("bob");
        backends.inTransaction(7, "monday", "noon");
        transactions.failAtCommit();
        settlement.settle();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "bob"), "the commit may yet happen");
        backends.ends(7);
        settlement.settle();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "bob"));
    }

    @Test
    void aCommitInDoubtIsOverWhenItsProcessIsInAnotherTransactionOrGone() {
        read("alice");
        writesOn(7);
        backends.inTransaction(7, "monday", "noon");
        transactions.end(TransactionState.Outcome.UNKNOWN);
        settlement.settle();
        backends.inTransaction(7, "monday", "one o'clock");
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"));

        writesOn(8);
        backends.inTransaction(8, "monday", "noon");
        transactions.end(TransactionState.Outcome.UNKNOWN);
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        backends.inTransaction(8, "tuesday", "noon");
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "the number was given to another process");

        writesOn(9);
        transactions.end(TransactionState.Outcome.UNKNOWN);
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "there is none");
    }

    @Test
    void aStatementInDoubtMayStillBeReadByAProcessThatIsIdle() {
        read("alice");
        Write write = router.beginWrite();
        write.beforeStatement(FakeBackends.number(7));
        write.beforeCommit();
        backends.betweenTransactions(7, "monday");
        write.outcomeUnknown(Write.Lost.STATEMENT);
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        backends.inTransaction(7, "monday", "noon");
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        backends.betweenTransactions(7, "monday");
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aStatementInDoubtIsNotWaitedForForEver() {
        read("alice");
        Write write = router.beginWrite();
        write.beforeStatement(FakeBackends.number(7));
        backends.betweenTransactions(7, "monday");
        write.outcomeUnknown(Write.Lost.STATEMENT);
        settlement.settle();
        passes(DEADLINE);
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aCommitInDoubtOnAProcessThatIsNotKnownIsLeftToItsDeadline() {
        read("alice");
        caller = Optional.of("alice");
        transactions.begin();
        router.beginWrite().beforeStatement(Optional.empty());
        transactions.failAtCommit();
        settlement.settle();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
        primaryServer.answers(at(200));
        passes(DEADLINE);
        entries.renew();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }
}
