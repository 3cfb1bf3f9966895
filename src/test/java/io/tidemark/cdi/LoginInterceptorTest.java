package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.assembly.FakeReplication;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.marks.FakeMarkStore;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RouterSettings;
import io.tidemark.routing.Scopes;
import io.tidemark.time.Ticker;
import io.tidemark.wal.FakeServer;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.Transactions;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the code of a log-in reads the latest credentials, whatever its own annotations say. */
class LoginInterceptorTest {

    private final Scopes scopes = new Scopes();
    private final ReplicationAssembly assembly = FakeReplication.over(
            new ReplicationPorts(
                    new FakeServer(), FakeReplication.one(new FakeServer()), new FakeMarkStore(), new FakeBackends()),
            Duration.ofSeconds(10),
            Ticker.SYSTEM);
    private final Router router = new Router(
            scopes,
            Optional::empty,
            Transactions.none(),
            Optional.of(assembly.replication()),
            new RouterSettings(RouterSettings.ReadPolicy.REPLICA, Duration.ZERO, Duration.ofSeconds(1), 1.25),
            Ticker.SYSTEM,
            new RouteCounters(),
            decision -> {});
    private final LoginInterceptor interceptor = new LoginInterceptor();

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment")
    void inject() {
        interceptor.tidemark = new Tidemark() {
            @Override
            Scopes scopes() {
                return scopes;
            }
        };
    }

    @AfterEach
    void end() {
        assembly.close();
    }

    private static InvocationContext calling(Callable<Object> work) {
        return (InvocationContext) Proxy.newProxyInstance(
                LoginInterceptorTest.class.getClassLoader(),
                new Class<?>[] {InvocationContext.class},
                (proxy, method, arguments) -> work.call());
    }

    private Object credentials() {
        Scopes.Binding store = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            return router.routeRead().reason();
        } finally {
            store.close();
        }
    }

    @Test
    void whatALogInReadsIsTheLatest() throws Exception {
        assertEquals(Reason.LATEST, interceptor.readLatest(calling(this::credentials)));
        assertEquals(Optional.empty(), scopes.scope());
    }

    @Test
    void aLogInThatFailsLeavesNoScope() {
        InvocationContext call = calling(() -> {
            throw new IllegalStateException("wrong password");
        });
        assertThrows(IllegalStateException.class, () -> interceptor.readLatest(call));
        assertEquals(Optional.empty(), scopes.scope());
    }
}
