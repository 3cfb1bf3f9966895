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

    private static final String VISIT = Outside.class.getName();
    private static final long PATIENCE_SECONDS = 20;
    private static final long GLANCE_MILLIS = 1;

    /** A thread's work on a request, until it leaves this filter. */
    private record Visit(Thread thread, CountDownLatch left) {

        boolean isGoingOnHere() {
            return thread.equals(Thread.currentThread()) && left.getCount() > 0;
        }

        /** {@return whether the thread is idle again} */
        boolean isOver() {
            return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
        }
    }

    @Inject
    transient Threads threads;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String what = request.getDispatcherType() + " " + request.getRequestURI();
        if (request.getAttribute(VISIT) instanceof Visit outer && outer.isGoingOnHere()) {
            // Open Liberty shows an error page while the servlet that asked for it still runs.
            chain.doFilter(request, response);
            return;
        }
        Visit visit = new Visit(Thread.currentThread(), new CountDownLatch(1));
        request.setAttribute(VISIT, visit);
        threads.look("before " + what);
        try {
            chain.doFilter(request, response);
        } finally {
            threads.look("after " + what);
            visit.left().countDown();
        }
    }

    /**
     * Waits until the thread that began to process a request asynchronously is back in its pool. Payara loses a dispatch, now
     * and then, that another thread asks for earlier: the request is never answered.
     */
    static void awaitLeft(ServletRequest request) {
        Visit visit = (Visit) request.getAttribute(VISIT);
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            boolean left = visit.left().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            while (left && !visit.isOver() && System.nanoTime() < deadline) {
                Thread.sleep(GLANCE_MILLIS);
            }
            if (!left || !visit.isOver()) {
                throw new IllegalStateException("The request's own thread does not leave");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
