package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.routing.Scopes.Binding;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.Write;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests {@code Router} with a caller who appears in a request that has already written without a caller. */
class SignUpTest extends PrimaryAndReplica {

    private Scope scope = new Scope();

    @BeforeEach
    void theFloorIsSet() {
        read("alice");
        read("bob");
    }

    private ScopePropagation contexts() {
        return new ScopePropagation(scopes, new CurrentCaller(scopes, () -> caller), router, Optional.of(primary));
    }

    /** A request with a write without a caller, followed by these steps before its response leaves. */
    private void request(Runnable rest) {
        caller = Optional.empty();
        Binding bound = scopes.carry(scope);
        Write write = router.beginWrite();
        primaryServer.answers(at(200));
        write.beforeCommit();
        write.afterCommit();
        rest.run();
        contexts().claim(scope);
        bound.close();
    }

    private void logsIn() {
        caller = Optional.of("alice");
    }

    @Test
    void whoLogsInAfterTheCommitMustReadTheWrite() {
        request(this::logsIn);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(Reason.CAUGHT_UP, read("bob"));
        assertFalse(scope.wroteWithoutCaller());
    }

    @Test
    void nobodyStaysNobody() {
        request(() -> {});
        assertTrue(scope.wroteWithoutCaller());
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void whatIsClaimedIsNotClaimedAgain() {
        request(this::logsIn);
        int calls = marks.calls();
        contexts().claim(scope);
        assertEquals(calls, marks.calls());
    }

    @Test
    void whoLogsInBeforeTheCommitIsPendingFromThen() {
        caller = Optional.empty();
        Binding bound = scopes.carry(scope);
        transactions.begin();
        router.beginWrite().beforeStatement(FakeBackends.number(1));
        logsIn();
        transactions.completing();
        bound.close();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"));
        primaryServer.answers(at(200));
        transactions.commit();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
    }

    @Test
    void anOutcomeThatIsNotKnownIsPendingForWhoLogsIn() {
        caller = Optional.empty();
        Binding bound = scopes.carry(scope);
        Write write = router.beginWrite();
        write.beforeStatement(FakeBackends.number(1));
        write.outcomeUnknown(Write.Lost.COMMIT);
        logsIn();
        contexts().claim(scope);
        bound.close();
        assertEquals(Reason.WRITE_PENDING, read("alice"));
    }

    @Test
    void withoutTheStoreTheClientRemembersIt() {
        scope = Scope.ofClient(Optional.empty());
        marks.goesDown();
        request(this::logsIn);
        assertTrue(scope.client().orElseThrow().mustSend().isPresent());
    }

    @Test
    void anApplicationThatCannotSayWhoItIsLosesNoAnswer() {
        router = router(() -> {
            if (scope.wroteWithoutCaller()) {
                throw new IllegalStateException("no session any more");
            }
            return Optional.empty();
        });
        request(() -> {});
        assertTrue(scope.wroteWithoutCaller());
    }

    private static final class Client implements AnonymousClient {

        private Optional<String> name = Optional.empty();

        @Override
        public Optional<String> name() {
            return name;
        }

        @Override
        public Optional<String> nameForWrite() {
            name = Optional.of("session:1");
            return name;
        }

        @Override
        public void keepName() {}

        @Override
        public Optional<String> address() {
            return Optional.empty();
        }
    }

    private Reason readOf(AnonymousClient client) {
        Binding bound = scopes.carry(new Scope(client));
        try {
            return readIn(Freshness.READ_YOUR_WRITES);
        } finally {
            bound.close();
        }
    }

    @Test
    void aClientWithANameMustReadWhatItWroteAlsoAfterItsLogIn() throws ServerFault {
        Client client = new Client();
        caller = Optional.empty();
        int calls = marks.calls();
        assertEquals(Reason.ANONYMOUS, readOf(client));
        assertEquals(calls, marks.calls(), "who has written nothing costs nothing");
        scope = new Scope(client);
        request(() -> {});
        assertFalse(scope.wroteWithoutCaller());
        assertEquals(Reason.REPLICA_BEHIND, readOf(client));
        logsIn();
        assertEquals(Reason.REPLICA_BEHIND, readOf(client));
        assertEquals(Reason.CAUGHT_UP, readOf(new Client()), "alice herself has written nothing");
        servers(200, 200);
        assertEquals(Reason.CAUGHT_UP, readOf(client));
    }

    @Test
    void whatIsHandedOverTakesTheClientsNameAlong() throws Exception {
        scope = new Scope(new Client());
        request(() -> {});
        Binding bound = scopes.carry(new Scope(scope.anonymousClient()));
        WorkContext work = contexts().current();
        bound.close();
        assertEquals(Reason.REPLICA_BEHIND, work.call(() -> readIn(Freshness.READ_YOUR_WRITES)));
    }
}
