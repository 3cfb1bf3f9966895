package io.tidemark.web;

import io.tidemark.routing.Scope;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Tells how the statements of a scope so far were routed. */
record RouteTraceHeaders(Scope scope) implements DeferredHeaders.Header {

    static final String ROUTE = "Tidemark-Route";
    static final String REASON = "Tidemark-Reason";

    /** An ellipsis in UTF-8, one character per octet: a server sends a header's characters as octets. */
    private static final String AND_MORE =
            new String("\u2026+".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    /** What the headers say where there was no statement, or no read. */
    private static final String NONE = "none";

    @Override
    public void set(HttpServletResponse response) {
        Scope.Trace trace = scope.trace();
        response.setHeader(ROUTE, routes(trace));
        response.setHeader(REASON, trace.lastRead().map(Enum::name).orElse(NONE));
    }

    private static String routes(Scope.Trace trace) {
        if (trace.routes().isEmpty()) {
            return NONE;
        }
        String listed = trace.routes().stream().map(Object::toString).collect(Collectors.joining(", "));
        return trace.more() == 0 ? listed : listed + ", " + AND_MORE + trace.more();
    }
}
