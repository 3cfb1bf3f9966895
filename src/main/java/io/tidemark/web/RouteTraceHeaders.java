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
    private static final String NONE = "none";

    @Override
    public void set(HttpServletResponse response) {
        Scope.Trace trace = scope.trace();
        response.setHeader(ROUTE, routes(trace, AND_MORE));
        response.setHeader(REASON, reason(trace));
        ServerTiming.set(response, trace);
    }

    /**
     * Returns the servers of the statements.
     *
     * @param andMore stands before the number of further statements
     */
    static String routes(Scope.Trace trace, String andMore) {
        if (trace.servers().isEmpty()) {
            return NONE;
        }
        String listed = String.join(", ", trace.servers());
        return trace.more() == 0 ? listed : listed + ", " + andMore + trace.more();
    }

    /** Returns the reason of the last read. */
    static String reason(Scope.Trace trace) {
        return trace.lastRead().map(Enum::name).orElse(NONE);
    }
}
