package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.Write;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests {@code Router} with several callers: the mark that a write raises, and the reads that wait for it. */
class CallersTest extends PrimaryAndReplica {

    @Test
    void aReaderWaitsForItsOwnWriteAndNobodyElseDoes() throws ServerFault {
        assertEquals(Reason.CAUGHT_UP, read("bob"));
        writes("alice", 200);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("bob"));
        replicaServer.answers(at(199));
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, read("alice"), "the read itself has the replica polled");
    }

    @Test
    void everyoneWhoWroteInALocalTransactionHasTheirMarkRaised() throws ServerFault {
        assertEquals(Reason.CAUGHT_UP, read("carol"));
        caller = Optional.empty();
        Write write = router.beginWrite();
        for (String who : List.of("alice", "bob")) {
            caller = Optional.of(who);
            router.joinWrite(write);
        }
        servers(200, 100);
        write.afterCommit();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.REPLICA_BEHIND, read("bob"));
        assertEquals(Reason.CAUGHT_UP, read("carol"));
    }

    @Test
    void aWriteForWhichTheServerNoLongerKnowsTheCallerIsTheScopes() {
        read("bob");
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        caller = Optional.of("alice");
        read();
        caller = Optional.empty();
        transactions.begin();
        router.beginWrite();
        bound.close();
        primaryServer.answers(at(200));
        transactions.commit();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void aCallerThatFailsIsHeardOfBeforeTheWriteIsSent() {
        Router failing = router(() -> {
            throw new IllegalStateException("who is it?");
        });
        assertThrows(IllegalStateException.class, failing::beginWrite);
    }
}
