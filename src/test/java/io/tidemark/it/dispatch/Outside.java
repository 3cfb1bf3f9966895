package io.tidemark.it.dispatch;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands before the library's filter, since {@code web.xml} names it, and looks at each thread that a request comes to. */
public class Outside extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final String LEFT = Outside.class.getName();
    private static final long PATIENCE_SECONDS = 20;

    @Inject
    transient Threads threads;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String what = request.getDispatcherType() + " " + request.getRequestURI();
        CountDownLatch left = new CountDownLatch(1);
        request.setAttribute(LEFT, left);
        threads.look("before " + what);
        try {
            chain.doFilter(request, response);
        } finally {
            threads.look("after " + what);
            left.countDown();
        }
    }

    /**
     * Waits until the thread that began to process a request asynchronously is on its way out. Payara loses a dispatch, now
     * and then, that another thread asks for earlier: the request is never answered.
     */
    static void awaitLeft(ServletRequest request) {
        try {
            if (!((CountDownLatch) request.getAttribute(LEFT)).await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The request's own thread does not leave");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
