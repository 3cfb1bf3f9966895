package com.example.waiting;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** The number of entries. The parameter {@code how} selects the wait for a replica. A POST ends a long request. */
@WebServlet("/waiting")
public class WaitingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Semaphore toGoOn = new Semaphore(0);

    @Inject
    transient Waits waits;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            response.getWriter().print(count(request.getParameter("how")));
        } catch (Exception failed) {
            throw new ServletException(failed);
        }
    }

    private String count(String how) throws Exception {
        return switch (how) {
            case "at-once" -> String.valueOf(waits.atOnce());
            case "a-second" -> String.valueOf(waits.forASecond());
            case "ten-seconds" -> String.valueOf(waits.forTenSeconds());
            case "twice" -> {
                int before = waits.count();
                toGoOn.acquire();
                yield before + ", " + waits.count();
            }
            case "is-waiting" -> String.valueOf(toGoOn.hasQueuedThreads());
            default -> throw new IllegalArgumentException(how);
        };
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        toGoOn.release();
    }
}
