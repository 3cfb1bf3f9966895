package io.tidemark.page;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Opens the event stream of a page. */
final class EventsServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** The user's role is checked again afterwards, since the browser connects again. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final transient LivePage live;

    EventsServlet(LivePage live) {
        this.live = live;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Message> history = live.history();
        if (history.isEmpty()) {
            Refusal.of(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The application has not started yet. Try again.")
                    .writeTo(response);
            return;
        }
        if (live.pages().isFull()) {
            Refusal.of(
                            HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                            "This node has " + OpenPages.MOST
                                    + " open status pages, which is the most. Close one of them.")
                    .writeTo(response);
            return;
        }
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        // The output of the container, since wrappers of filters end with this call.
        AsyncContext context = request.startAsync();
        context.setTimeout(LONGEST.toMillis());
        EventStream stream = new EventStream(context, live.pages());
        stream.start(history.get());
        live.pages().add(stream);
    }
}
