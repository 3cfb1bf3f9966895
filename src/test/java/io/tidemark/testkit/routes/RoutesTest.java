package io.tidemark.testkit.routes;

import static io.tidemark.Reason.CAUGHT_UP;
import static io.tidemark.Reason.REPLICA_BEHIND;
import static io.tidemark.Reason.WRITE;
import static io.tidemark.Reason.WROTE;
import static io.tidemark.Route.PRIMARY;
import static io.tidemark.Route.REPLICA;
import static io.tidemark.testkit.routes.RouteAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.RouteDecision;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RoutesTest {

    private static RouteDecision decision(Reason reason) {
        return new RouteDecision(reason, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Routes headers(String route, String reason) {
        return Routes.ofHeaders(Map.of("tidemark-route", List.of(route), "TIDEMARK-REASON", List.of(reason)));
    }

    private static String messageOf(Executable failing) {
        return String.valueOf(assertThrows(AssertionError.class, failing).getMessage());
    }

    @Test
    void decisionsHaveRoutesAndReasons() {
        Routes routes = Routes.of(List.of(decision(CAUGHT_UP), decision(WROTE), decision(WRITE)));
        assertThat(routes)
                .were(REPLICA, PRIMARY, PRIMARY)
                .wereBecauseOf(CAUGHT_UP, WROTE, WRITE)
                .lastReadWasBecauseOf(WROTE);
    }

    @Test
    void aFailureListsStatementsWithReasonsAndPositions() {
        Routes routes = Routes.of(List.of(
                decision(CAUGHT_UP),
                new RouteDecision(
                        REPLICA_BEHIND,
                        Optional.of("1:0/5B10"),
                        Optional.of("1:0/5A00"),
                        Optional.empty(),
                        Optional.empty())));
        assertEquals(
                """
                Unexpected routes
                expected: [replica, replica]
                but was:  [replica, primary]
                The statements:
                  1. replica, CAUGHT_UP
                  2. primary, REPLICA_BEHIND, required 1:0/5B10, replayed 1:0/5A00
                  the last read: REPLICA_BEHIND""",
                messageOf(() -> assertThat(routes).were(REPLICA, REPLICA)));
        assertTrue(messageOf(() -> assertThat(routes).wereBecauseOf(CAUGHT_UP)).startsWith("Unexpected reasons\n"));
        assertTrue(messageOf(() -> assertThat(routes).lastReadWasBecauseOf(WROTE))
                .startsWith("Unexpected reason of the last read\nexpected: WROTE\nbut was:  REPLICA_BEHIND\n"));
    }

    @Test
    void headersHaveRoutesAndTheReasonOfTheLastRead() {
        Routes routes = headers("replica-2, replica, primary", "WROTE");
        assertThat(routes).were(REPLICA, REPLICA, PRIMARY).lastReadWasBecauseOf(WROTE);
        assertTrue(messageOf(() -> assertThat(routes).wereBecauseOf(CAUGHT_UP, CAUGHT_UP, WRITE))
                .startsWith("The reasons are unknown. Headers have the reason of the last read only"));
        assertTrue(messageOf(() -> assertThat(routes).were(PRIMARY)).contains("  1. replica-2\n"));
    }

    @Test
    void aRequestWithoutStatementsHasNoRoutes() {
        Routes routes = headers("none", "none");
        assertThat(routes).were().wereBecauseOf();
        assertEquals(Optional.empty(), routes.lastRead());
        assertTrue(
                messageOf(() -> assertThat(routes).lastReadWasBecauseOf(WROTE)).contains("but was:  no read"));
    }

    @Test
    void statementsThatTheHeaderDoesNotListFailTheAssertion() {
        String more = new String("\u2026+3".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Routes routes = headers("replica, primary, " + more, "WROTE");
        assertTrue(messageOf(() -> assertThat(routes).were(REPLICA, PRIMARY)).contains("  and 3 more, which"));
    }

    @Test
    void missingOrUnknownHeadersAreRefused() {
        Map<String, List<String>> found = new HashMap<>(Map.of("Date", List.of("today")));
        found.put(null, Collections.singletonList("HTTP/1.1 200"));
        String missing = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Routes.ofHeaders(found))
                .getMessage());
        assertTrue(missing.startsWith("The response has no header Tidemark-Route. Set tidemark.headers=true"), missing);
        String unknown =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> headers("replica", "BECAUSE"))
                        .getMessage());
        assertTrue(
                unknown.startsWith("The header Tidemark-Reason has the unknown reason BECAUSE. Expected: "), unknown);
    }
}
