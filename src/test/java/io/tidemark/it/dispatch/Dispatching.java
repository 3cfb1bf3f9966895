package io.tidemark.it.dispatch;

import io.tidemark.RoutedWork;
import io.tidemark.it.app.Probe;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Dispatches a request as its path says. {@code GET} only reads; {@code PUT} writes first. The answer has one {@link
 * Probe} result per read, after a slash.
 */
@WebServlet(urlPatterns = "/dispatch/*", asyncSupported = true)
public class Dispatching extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final long ACCOUNT = 1;
    private static final String READ = "/dispatch/read";

    @Inject
    transient Probe probe;

    @Inject
    transient Threads threads;

    @Inject
    transient RoutedWork work;

    @Resource
    transient ManagedExecutorService executor;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String way = way(request);
        if (way.equals("/threads")) {
            response.getWriter().print(threads.looks() + " " + threads.found());
            return;
        }
        go(way, request, response);
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        // What is dispatched is a PUT as well.
        String way = way(request);
        if (!way.equals("/read")) {
            write(request);
        }
        go(way, request, response);
    }

    /** {@return the path, also of an included resource} */
    private static String way(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO) instanceof String included
                ? included
                : request.getPathInfo();
    }

    private void go(String way, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (way) {
            case "/read", "/error" -> read(response);
            case "/write" -> response.getWriter().print("written");
            case "/forward" -> request.getRequestDispatcher(READ).forward(request, response);
            case "/include" -> {
                request.getRequestDispatcher(READ).include(request, response);
                read(response);
            }
            case "/async" -> async(request, context -> context.dispatch(READ));
            case "/async-twice" -> async(request, context -> context.dispatch("/dispatch/async"));
            case "/start-in-context" -> {
                AsyncContext context = request.startAsync();
                context.start(work.current().contextual(() -> readAndComplete(context)));
            }
            case "/executor" -> {
                AsyncContext context = request.startAsync();
                executor.execute(() -> readAndComplete(context));
            }
            case "/send-error" -> response.sendError(HttpServletResponse.SC_CONFLICT);
            case "/throw" -> throw new ServletException("thrown by a servlet");
            default -> throw new IllegalArgumentException(way);
        }
    }

    private interface Later {
        void go(AsyncContext context);
    }

    /** Dispatches from a thread that the server does not manage. */
    private static void async(HttpServletRequest request, Later later) {
        AsyncContext context = request.startAsync();
        Runnable dispatch = () -> {
            Outside.awaitLeft(context.getRequest());
            later.go(context);
        };
        Thread elsewhere = new Thread(null, dispatch, "elsewhere", 0, false);
        elsewhere.start();
    }

    private void readAndComplete(AsyncContext context) {
        try {
            read((HttpServletResponse) context.getResponse());
        } catch (IOException | RuntimeException failed) {
            getServletContext().log("The read failed", failed);
        } finally {
            context.complete();
        }
    }

    private void read(HttpServletResponse response) throws IOException {
        try {
            response.getWriter().print("/" + probe.read(ACCOUNT));
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    private void write(HttpServletRequest request) throws IOException {
        Optional<String> amount = Optional.ofNullable(request.getParameter("amount"));
        if (amount.isPresent() && request.getAttribute("written") == null) {
            request.setAttribute("written", true);
            try {
                probe.change(ACCOUNT, Integer.parseInt(amount.get()));
            } catch (SQLException failed) {
                throw new IOException(failed);
            }
        }
    }
}
