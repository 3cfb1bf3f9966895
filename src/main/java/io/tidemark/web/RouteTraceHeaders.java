package io.tidemark.web;

import io.tidemark.routing.Scope;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;

/** Response headers that show how the statements of the scope were routed so far. */
record RouteTraceHeaders(Scope scope) implements DeferredHeaders.Header {

    static final String ROUTE = "Tidemark-Route";
    static final String REASON = "Tidemark-Reason";

    /**
     * An ellipsis in UTF-8 with one character per octet, since a server writes the characters of a header as octets.
     */
    private static final String AND_MORE =
            new String("\u2026+".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    /** The value of a header if the scope had no statement, or no read. */
    static final String NONE = "none";

    @Override
    public void set(HttpServletResponse response) {
        Scope.Trace trace = scope.trace();
        response.setHeader(ROUTE, routes(trace));
        response.setHeader(REASON, trace.lastRead().map(Enum::name).orElse(NONE));
        ServerTiming.set(response, trace);
    }

    private static String routes(Scope.Trace trace) {
        if (trace.servers().isEmpty()) {
            return NONE;
        }
        String listed = String.join(", ", trace.servers());
        return trace.more() == 0 ? listed : listed + ", " + AND_MORE + trace.more();
    }
}
