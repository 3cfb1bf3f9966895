package io.tidemark.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.Caller;
import io.tidemark.Reason;
import io.tidemark.routing.CurrentCaller;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RouterSettings;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.Scope;
import io.tidemark.routing.ScopePropagation;
import io.tidemark.routing.Scopes;
import io.tidemark.web.TokenSettings.Form;
import io.tidemark.web.TokenSettings.Telling;
import io.tidemark.writes.Transactions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingFilterTest {

    private final Scopes scopes = new Scopes();
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private final RoutingFilter filter = new RoutingFilter();
    private boolean async;
    private int status = HttpServletResponse.SC_OK;

    /** Whom the server says; how often it was asked. */
    private Optional<String> caller = Optional.of("alice");

    private int asked;

    private final Caller current = new CurrentCaller(scopes, () -> {
        asked++;
        return caller;
    });

    /** There is no container here to inject. */
    @SuppressWarnings("UnnecessaryAssignment")
    private void filter(RouteHeaders setting, FilterChain chain) throws IOException, ServletException {
        filter.scopes = scopes;
        filter.headers = setting;
        filter.callers = RequestCaller.PRINCIPAL;
        filter.tokens = new PositionTokens(
                new TokenSettings(List.of(), Telling.NEEDED, Form.COOKIE, Duration.ofHours(1)), InstantSource.system());
        filter.contexts = new ScopePropagation(scopes, current, router(), Optional.empty());
        filter.doFilter(request(), response(), chain);
    }

    private Router router() {
        return new Router(
                scopes,
                current,
                Transactions.none(),
                Optional.empty(),
                new RouterSettings(ReadPolicy.REPLICA, Duration.ZERO, Duration.ZERO, 1.25),
                () -> 0,
                new RouteCounters(),
                decision -> {});
    }

    private HttpServletRequest request() {
        return fake(HttpServletRequest.class, (method, arguments) -> switch (method) {
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            case "isAsyncStarted" -> async;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (method, arguments) -> switch (method) {
            case "isCommitted" -> false;
            case "getStatus" -> status;
            case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
            case "addHeader" -> headers.merge((String) arguments[0], (String) arguments[1], (a, b) -> a + " | " + b);
            case "getHeaders" ->
                Optional.ofNullable(headers.get((String) arguments[0]))
                        .map(value -> List.of(value.split(" \\| ", -1)))
                        .orElse(List.of());
            case "getWriter" -> new PrintWriter(Writer.nullWriter());
            case "sendError", "setStatus" -> null;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    private static final Map<String, String> NOTHING_SENT = Map.of(
            "Tidemark-Route",
            "none",
            "Tidemark-Reason",
            "none",
            "Server-Timing",
            "tidemark-route;desc=\"none\", tidemark-reason;desc=\"none\", tidemark-wait;dur=0.0");

    @Test
    void switchedOffItAddsNoHeader() throws Exception {
        filter(RouteHeaders.OFF, (request, response) -> response.getWriter().close());
        assertEquals(Map.of(), headers);
    }

    @Test
    void theHeadersAreSetWhenTheBodyBegins() throws Exception {
        List<Map<String, String>> atBody = new ArrayList<>();
        filter(RouteHeaders.ON, (request, response) -> {
            response.getWriter().close();
            atBody.add(Map.copyOf(headers));
        });
        assertEquals(List.of(NOTHING_SENT), atBody);
    }

    @Test
    void theHeadersAreSetWithoutABodyToo() throws Exception {
        filter(RouteHeaders.ON, (request, response) -> {});
        assertEquals(NOTHING_SENT, headers);
    }

    @Test
    void theApplicationsOwnServerTimingsAreKept() throws Exception {
        filter(RouteHeaders.ON, (request, response) -> {
            HttpServletResponse own = (HttpServletResponse) response;
            own.addHeader("Server-Timing", "db;dur=53");
            own.addHeader("Server-Timing", "cache;desc=\"hit\"");
            own.setStatus(200);
            own.getWriter().close();
        });
        assertEquals(
                NOTHING_SENT.get("Server-Timing") + " | db;dur=53 | cache;desc=\"hit\"", headers.get("Server-Timing"));
    }

    @Test
    void aServerTimingShowsRoutesReasonAndWait() {
        Scope.Trace trace = new Scope.Trace(
                List.of("replica \"a\\b\"", "primary"),
                3,
                Optional.of(Reason.REPLICA_BEHIND),
                Duration.ofNanos(12_345_678));
        ServerTiming.set(response(), trace);
        assertEquals(
                "tidemark-route;desc=\"replica \\\"a\\\\b\\\", primary, +3\", tidemark-reason;desc=\"REPLICA_BEHIND\","
                        + " tidemark-wait;dur=12.3",
                headers.get("Server-Timing"));
    }

    @Test
    void theHeadersAreSetOnAnErrorThatIsSent() throws Exception {
        List<Map<String, String>> atError = new ArrayList<>();
        filter(RouteHeaders.ON, (request, response) -> {
            ((HttpServletResponse) response).sendError(404);
            atError.add(Map.copyOf(headers));
        });
        assertEquals("none", atError.get(0).get("Tidemark-Route"));
    }

    @Test
    void aRequestHasOneScopeThroughAllOfItsDispatches() throws Exception {
        List<Optional<Scope>> seen = new ArrayList<>();
        FilterChain chain = (request, response) -> seen.add(scopes.scope());
        filter(RouteHeaders.OFF, chain);
        filter(RouteHeaders.OFF, chain);
        assertSame(seen.get(0).orElseThrow(), seen.get(1).orElseThrow());
    }

    /** Who is the caller in the request's next dispatch, where the server knows nobody. */
    private Optional<String> callerOfTheNext() throws Exception {
        caller = Optional.empty();
        List<Optional<String>> seen = new ArrayList<>();
        filter(RouteHeaders.OFF, (request, response) -> seen.add(current.name()));
        return seen.get(0);
    }

    @Test
    void aRequestThatGoesOnAsynchronouslyKeepsItsCaller() throws Exception {
        async = true;
        filter(RouteHeaders.OFF, (request, response) -> {});
        assertEquals(Optional.of("alice"), callerOfTheNext());
    }

    @Test
    void anErrorsRequestKeepsItsCaller() throws Exception {
        status = HttpServletResponse.SC_NOT_FOUND;
        filter(RouteHeaders.OFF, (request, response) -> {});
        assertEquals(Optional.of("alice"), callerOfTheNext());
    }

    @Test
    void anExceptionsRequestKeepsItsCaller() throws Exception {
        assertThrows(
                ServletException.class,
                () -> filter(RouteHeaders.OFF, (request, response) -> {
                    throw new ServletException("the application failed");
                }));
        assertEquals(Optional.of("alice"), callerOfTheNext());
    }

    @Test
    void nobodyAsksWhoseRequestItIsThatEnds() throws Exception {
        filter(RouteHeaders.ON, (request, response) -> {});
        assertEquals(0, asked);
    }

    @Test
    void noScopeIsLeftOnTheThreadWhateverHappens() throws Exception {
        filter(RouteHeaders.OFF, (request, response) -> {});
        assertEquals(Optional.empty(), scopes.scope());
        assertThrows(
                ServletException.class,
                () -> filter(RouteHeaders.ON, (request, response) -> {
                    throw new ServletException("the application failed");
                }));
        assertEquals(Optional.empty(), scopes.scope());
    }
}
