package io.tidemark.web;

import io.tidemark.ReadsUnavailable;
import io.tidemark.routing.Scope;
import io.tidemark.routing.ScopePropagation;
import io.tidemark.routing.Scopes;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps one scope for the whole HTTP request, so that a write sends all later reads of the request to the primary, in
 * any bean.
 *
 * <p>The filter does not route: only code under {@code @RoutedReads} may read from a replica. It binds the scope to the
 * thread while the request runs on it. It also stores the scope in the request, where error pages and asynchronous
 * dispatches find it, together with the caller, whom Payara does not know in either of these.
 * {@link io.tidemark.RoutedWork} describes the propagation to other threads.
 */
@WebFilter(
        urlPatterns = "/*",
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR})
public class RoutingFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String SCOPE = Scope.class.getName();

    @Inject
    transient Scopes scopes;

    @Inject
    transient ScopePropagation contexts;

    @Inject
    transient PositionTokens tokens;

    @Inject
    RouteHeaders headers;

    @Inject
    RequestCaller callers;

    private final transient MissingCallerWarning warning = new MissingCallerWarning();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Scope scope = scopeOf(request);
        Scopes.Binding bound = scopes.carry(scope);
        try {
            process(request, response, scope, chain);
        } finally {
            bound.close();
        }
    }

    private void process(HttpServletRequest request, HttpServletResponse response, Scope scope, FilterChain chain)
            throws IOException, ServletException {
        boolean goesOn = true;
        try {
            processOrRefuse(request, new DeferredHeaders(response, late(request, scope)), chain);
            goesOn = request.isAsyncStarted() || response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
        } finally {
            if (goesOn) {
                contexts.rememberCaller();
            }
            // Once more, for writes that the application made after its response had begun.
            contexts.claim(scope);
        }
        if (!goesOn && scope.wroteWithoutCaller() && !tokens.areUsed()) {
            warning.give(request.getRequestURI());
        }
    }

    private List<DeferredHeaders.Header> late(HttpServletRequest request, Scope scope) {
        List<DeferredHeaders.Header> late = new ArrayList<>();
        // First, because a mark that cannot be stored is sent to the client as a token.
        late.add(leaving -> contexts.claim(scope));
        if (headers == RouteHeaders.ON) {
            late.add(new RouteTraceHeaders(scope));
        }
        late.addAll(tokens.headers(request, scope));
        return late;
    }

    /** Responds with 503 to a {@link ReadsUnavailable} that the application leaves to the server. */
    private static void processOrRefuse(HttpServletRequest request, DeferredHeaders response, FilterChain chain)
            throws IOException, ServletException {
        try {
            process(request, response, chain);
        } catch (IOException | ServletException | RuntimeException thrown) {
            Optional<ReadsUnavailable> refused = ReadsUnavailable.in(thrown);
            if (refused.isEmpty() || response.isCommitted()) {
                throw thrown;
            }
            response.setHeader("Retry-After", String.valueOf(refused.get().retryAfterSeconds()));
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private static void process(HttpServletRequest request, DeferredHeaders response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (!request.isAsyncStarted()) {
            response.set();
        }
    }

    private Scope scopeOf(HttpServletRequest request) {
        if (request.getAttribute(SCOPE) instanceof Scope carried) {
            return carried;
        }
        Scope scope = tokens.scope(request, callers.client(request));
        request.setAttribute(SCOPE, scope);
        return scope;
    }
}
