package io.tidemark.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/**
 * A response with headers that are known late, and are set at the last moment at which headers can be set: when its status
 * is set, when the body begins, or when the request ends without one. Not thread-safe, as any response.
 */
final class DeferredHeaders extends HttpServletResponseWrapper {

    /** Sets headers that tell how things stand now; called again, it replaces them. */
    @FunctionalInterface
    interface Header {

        void set(HttpServletResponse response);

        /** The application has set or added a {@code Cache-Control} header. */
        default void cacheControlChanged(HttpServletResponse response) {}

        /** What was set is gone. */
        default void reset() {}
    }

    private final HttpServletResponse response;
    private final List<Header> headers;

    DeferredHeaders(HttpServletResponse response, List<Header> headers) {
        super(response);
        this.response = response;
        this.headers = headers;
    }

    /** Sets the headers, unless they have left already. */
    void set() {
        if (!isCommitted()) {
            headers.forEach(header -> header.set(response));
        }
    }

    @Override
    public void setHeader(String name, String value) {
        super.setHeader(name, value);
        changed(name);
    }

    @Override
    public void addHeader(String name, String value) {
        super.addHeader(name, value);
        changed(name);
    }

    private void changed(String name) {
        if (CacheControl.NAME.equalsIgnoreCase(name)) {
            headers.forEach(header -> header.cacheControlChanged(response));
        }
    }

    @Override
    public void setStatus(int status) {
        super.setStatus(status);
        set();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        set();
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        set();
        return super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        set();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        set();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        set();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        set();
        super.sendRedirect(location);
    }

    @Override
    public void reset() {
        super.reset();
        headers.forEach(Header::reset);
    }
}
