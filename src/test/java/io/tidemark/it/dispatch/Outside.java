package io.tidemark.it.dispatch;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Stands before the library's filter, since {@code web.xml} names it, and looks at each thread that a request comes to. */
public class Outside extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Inject
    transient Threads threads;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String what = request.getDispatcherType() + " " + request.getRequestURI();
        threads.look("before " + what);
        try {
            chain.doFilter(request, response);
        } finally {
            threads.look("after " + what);
        }
    }
}
