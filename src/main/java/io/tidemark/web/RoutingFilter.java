package io.tidemark.web;

import io.tidemark.routing.Scope;
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

/**
 * Carries one scope through an HTTP request, so that a write in it turns the rest of it to the primary, whichever beans
 * take part.
 *
 * <p>It routes nothing by itself: only code under {@code @RoutedReads} may read from a replica. The scope is bound to
 * the thread for as long as the request is on it, and to the request, so that an error page finds it again. How it follows
 * work to another thread is said by {@link io.tidemark.RoutedWork}.
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
    RouteHeaders headers;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Scope scope = scopeOf(request);
        Scopes.Binding bound = scopes.carry(scope);
        try {
            if (headers == RouteHeaders.ON) {
                traced(request, new TracedResponse(response, scope), chain);
            } else {
                chain.doFilter(request, response);
            }
        } finally {
            bound.close();
        }
    }

    private static void traced(HttpServletRequest request, TracedResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (!request.isAsyncStarted()) {
            response.trace();
        }
    }

    private static Scope scopeOf(HttpServletRequest request) {
        if (request.getAttribute(SCOPE) instanceof Scope carried) {
            return carried;
        }
        Scope scope = new Scope();
        request.setAttribute(SCOPE, scope);
        return scope;
    }
}
