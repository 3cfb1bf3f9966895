package io.tidemark.web;

import io.tidemark.routing.Scope;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The response header that browsers show in their network tools: the routes, the reason of the last read, and the time that
 * reads have waited for a replica. Entries of the application in the same header are kept.
 *
 * <p>Source: W3C, "Server Timing".
 */
final class ServerTiming {

    static final String NAME = "Server-Timing";

    private static final String PREFIX = "tidemark-";

    private ServerTiming() {}

    /** Sets the entries of the library to the current state. A repeated call replaces them. */
    static void set(HttpServletResponse response, Scope.Trace trace) {
        List<String> others = new ArrayList<>(response.getHeaders(NAME));
        others.removeIf(value -> value.startsWith(PREFIX));
        response.setHeader(NAME, entries(trace));
        others.forEach(value -> response.addHeader(NAME, value));
    }

    private static String entries(Scope.Trace trace) {
        return PREFIX + "route;desc=" + quoted(RouteTraceHeaders.routes(trace, "+")) + ", " + PREFIX + "reason;desc="
                + quoted(RouteTraceHeaders.reason(trace)) + ", " + PREFIX + "wait;dur=" + millis(trace.waited());
    }

    /** A quoted string of HTTP. Names of replicas may have any characters. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }
}
