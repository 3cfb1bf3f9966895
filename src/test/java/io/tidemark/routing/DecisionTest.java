package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.wal.ReplicaName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that a decision names the replica that serves the read, and that it costs no object per read. */
class DecisionTest extends PrimaryAndReplica {

    @Test
    void aReadOnTheReplicaNamesItAndOneOnThePrimaryDoesNot() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            assertEquals(Optional.of(replica.name()), router.routeRead().replica());
            router.beginWrite();
            assertEquals(Optional.empty(), router.routeRead().replica());
        } finally {
            bound.close();
        }
    }

    @Test
    void aReadByTheClockKeepsTheName() {
        Decision decision =
                new ReplicaDecisions(replica.name()).of(Reason.CAUGHT_UP, Optional.empty(), Optional.empty());
        assertEquals(Optional.of(replica.name()), decision.byClock().replica());
    }

    @Test
    void decisionsWithoutPositionsAreConstantsPerReplica() {
        ReplicaDecisions decisions = new ReplicaDecisions(ReplicaName.of("jdbc/replica-a"));
        assertSame(decisions.of(Reason.EVENTUAL), decisions.of(Reason.EVENTUAL));
        assertEquals(
                Optional.of(ReplicaName.of("jdbc/replica-a")),
                decisions.of(Reason.EVENTUAL).replica());
    }

    @Test
    void aDecisionForThePrimaryCannotNameAReplica() {
        ReplicaDecisions decisions = new ReplicaDecisions(replica.name());
        assertThrows(
                IllegalArgumentException.class,
                () -> decisions.of(Reason.REPLICA_BEHIND, Optional.empty(), Optional.empty()));
    }
}
