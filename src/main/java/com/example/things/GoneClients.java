package com.example.things;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * Discards output to a client that has closed its connection, for which Jersey would log a stack trace. The application may
 * continue to write, since all its responses are bounded.
 */
@WebFilter(
        urlPatterns = "/*",
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR})
public class GoneClients extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final System.Logger LOG = System.getLogger(GoneClients.class.getName());

    /** An operation on the response that fails if the client is gone. */
    private interface Writing {
        void run() throws IOException;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, new HttpServletResponseWrapper(response) {
            @Override
            public ServletOutputStream getOutputStream() throws IOException {
                return new Output(super.getOutputStream());
            }

            @Override
            public void flushBuffer() {
                tried(super::flushBuffer);
            }
        });
    }

    private static void tried(Writing writing) {
        try {
            writing.run();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "A response could not be sent", gone);
        }
    }

    private static final class Output extends ServletOutputStream {

        private final ServletOutputStream output;

        Output(ServletOutputStream output) {
            this.output = output;
        }

        @Override
        public void write(int octet) {
            tried(() -> output.write(octet));
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            tried(() -> output.write(octets, from, length));
        }

        @Override
        public void flush() {
            tried(output::flush);
        }

        @Override
        public void close() {
            tried(output::close);
        }

        @Override
        public boolean isReady() {
            return output.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            output.setWriteListener(listener);
        }
    }
}
