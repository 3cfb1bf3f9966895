package io.tidemark.web;

import io.tidemark.routing.Scope;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * A response whose headers tell how the statements so far were routed, set at the last moment at which headers can be
 * set: when the body begins, or when the request ends without one. Not thread-safe, as any response.
 */
final class TracedResponse extends HttpServletResponseWrapper {

    static final String ROUTE = "Tidemark-Route";
    static final String REASON = "Tidemark-Reason";

    /** An ellipsis in UTF-8, one character per octet: a server sends a header's characters as octets. */
    private static final String AND_MORE =
            new String("\u2026+".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    /** What the headers say where there was no statement, or no read. */
    private static final String NONE = "none";

    private final Scope scope;

    TracedResponse(HttpServletResponse response, Scope scope) {
        super(response);
        this.scope = scope;
    }

    /** Sets the headers, unless they have left already. */
    void trace() {
        if (isCommitted()) {
            return;
        }
        Scope.Trace trace = scope.trace();
        setHeader(ROUTE, routes(trace));
        setHeader(REASON, trace.lastRead().map(Enum::name).orElse(NONE));
    }

    private static String routes(Scope.Trace trace) {
        if (trace.routes().isEmpty()) {
            return NONE;
        }
        String listed = trace.routes().stream().map(Object::toString).collect(Collectors.joining(", "));
        return trace.more() == 0 ? listed : listed + ", " + AND_MORE + trace.more();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        trace();
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        trace();
        return super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        trace();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        trace();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        trace();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        trace();
        super.sendRedirect(location);
    }
}
