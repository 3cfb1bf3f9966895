package io.tidemark.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/**
 * A response that sets certain headers as late as possible: when the status is set, when the body begins, or when the
 * request ends without a body. Not thread-safe, like any response.
 */
final class DeferredHeaders extends HttpServletResponseWrapper {

    /** Sets headers to the current state. A repeated call replaces them. */
    @FunctionalInterface
    interface Header {

        void set(HttpServletResponse response);

        /** The application has set or added a {@code Cache-Control} header. */
        default void cacheControlChanged(HttpServletResponse response) {}

        /** The response was reset, and its headers are gone. */
        default void reset() {}
    }

    private final HttpServletResponse response;
    private final List<Header> headers;

    DeferredHeaders(HttpServletResponse response, List<Header> headers) {
        super(response);
        this.response = response;
        this.headers = headers;
    }

    /** Sets the headers, unless the response is already committed. */
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
