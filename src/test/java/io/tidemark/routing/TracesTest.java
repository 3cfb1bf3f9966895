package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the counters, traces and log of the routes. */
class TracesTest extends PrimaryAndReplica {

    @Test
    void whatIsSentIsCountedAndTold() {
        RouteCounters counters = new RouteCounters();
        List<Reason> told = new ArrayList<>();
        router = new Router(
                scopes,
                () -> caller,
                transactions,
                replication,
                new RouterSettings(ReadPolicy.REPLICA, REPLICA_WAIT, Duration.ofSeconds(1), 1.25),
                time::get,
                counters,
                decision -> told.add(decision.reason()));
        router.statementSent(router.routeRead());
        router.statementSent(Decision.of(Reason.HINT));
        assertEquals(List.of(Reason.NOT_ROUTED, Reason.HINT), told);
        assertEquals(1, counters.counts().get(Reason.HINT));
    }

    @Test
    void aTraceListsTheFirstRoutesAndCountsTheRest() {
        Scope scope = new Scope();
        Scopes.Binding bound = scopes.carry(scope);
        router.statementSent(router.routeRead());
        router.statementSent(Decision.of(Reason.WRITE));
        assertEquals(
                new Scope.Trace(List.of("primary", "primary"), 0, Optional.of(Reason.NOT_ROUTED), Duration.ZERO),
                scope.trace());
        for (int i = 0; i < Scope.TRACED; i++) {
            router.statementSent(Decision.of(Reason.WRITE));
        }
        assertEquals(Scope.TRACED, scope.trace().servers().size());
        assertEquals(2, scope.trace().more());
        bound.close();
    }

    @Test
    void theLogTellsTheMarkBeforeEachRouteAndTheMarkAfter() {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        List<Logger> loggers = Stream.of("marks", "routing", "writes")
                .map(part -> Logger.getLogger("io.tidemark." + part))
                .toList();
        loggers.forEach(logger -> {
            logger.addHandler(handler);
            logger.setLevel(Level.FINE);
        });
        try {
            Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
            router.statementSent(router.routeRead());
            writes("alice", 200);
            bound.close();
        } finally {
            loggers.forEach(logger -> {
                logger.setLevel(null);
                logger.removeHandler(handler);
            });
        }
        assertEquals(
                List.of(
                        "alice: mark before none, floor none",
                        "replica (CAUGHT_UP): required 1:0/64, replayed 1:0/64",
                        "alice: mark now 1:0/C8"),
                lines);
    }
}
