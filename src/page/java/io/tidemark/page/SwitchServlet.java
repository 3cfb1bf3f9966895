package io.tidemark.page;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Receives the switches of the page. Each use is logged, without the user's name. */
final class SwitchServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final System.Logger LOG = System.getLogger(SwitchServlet.class.getName());

    /** Far more than the longest name of a replica needs. */
    private static final int LONGEST = 4096;

    private final transient LivePage live;

    SwitchServlet(LivePage live) {
        this.live = live;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Refusal> refused = refusal(request);
        if (refused.isPresent()) {
            refused.get().writeTo(response);
            return;
        }
        String body = new String(request.getInputStream().readNBytes(LONGEST), StandardCharsets.UTF_8);
        try {
            Switch.of(body).apply(live.switches());
        } catch (IllegalArgumentException wrong) {
            Refusal.of(HttpServletResponse.SC_BAD_REQUEST, String.valueOf(wrong.getMessage()))
                    .writeTo(response);
            return;
        }
        LOG.log(System.Logger.Level.INFO, "The status page has switched: {0}", body.replaceAll("\\s+", " "));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** A page of another site must not use the user's log-in. */
    private static Optional<Refusal> refusal(HttpServletRequest request) {
        if (isFromElsewhere(request)) {
            return Optional.of(Refusal.of(
                    HttpServletResponse.SC_FORBIDDEN,
                    "The request comes from a page of another site. Expected the status page of this application."));
        }
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        if (!type.toLowerCase(Locale.ROOT).matches("application/json *(;.*)?")) {
            return Optional.of(Refusal.of(
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    "The content type is '" + type + "'. Expected application/json."));
        }
        return Optional.empty();
    }

    /**
     * Whether a browser says that another site has made the request. A client that is no browser says nothing.
     *
     * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata</a>
     */
    static boolean isFromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        return origin != null
                && !isOf(origin, Optional.ofNullable(request.getHeader("Host")).orElse(""));
    }

    private static boolean isOf(String origin, String host) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
