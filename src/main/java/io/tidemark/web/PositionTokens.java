package io.tidemark.web;

import io.tidemark.routing.AnonymousClient;
import io.tidemark.routing.Scope;
import io.tidemark.web.TokenSettings.Form;
import io.tidemark.web.TokenSettings.Telling;
import io.tidemark.writes.ClientPosition;
import io.tidemark.writes.PortablePosition;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Position tokens: the positions of clients' own writes, signed. A response carries a token to its client, and later
 * requests return it as a cookie or a header.
 *
 * <p>A forged, malformed, oversized or expired token is ignored and counted. Thread-safe.
 */
public final class PositionTokens {

    /** The name of the header and of the cookie. */
    static final String NAME = "Tidemark-Position";

    /**
     * The number of tokens that are verified per request: two applications on a host, and a header. If a request has
     * more, no token is verified. The client may have written, and its position counts as unknown.
     */
    private static final int MOST = 4;

    private static final Pattern SEPARATOR = Pattern.compile(";");

    private final TokenSettings settings;
    private final SignedPositions signed;
    private final LongAdder ignored = new LongAdder();
    private final LongAdder accepted = new LongAdder();

    public PositionTokens(TokenSettings settings, InstantSource clock) {
        this.settings = settings;
        this.signed = new SignedPositions(settings.keys(), settings.lifetime(), clock);
    }

    /** Creates a signing key of these octets. */
    public static SecretKey key(byte[] octets) {
        return new SecretKeySpec(octets, SignedPositions.ALGORITHM);
    }

    /** Returns the number of tokens that were ignored since the start. */
    public long ignored() {
        return ignored.sum();
    }

    /** Returns the number of tokens that were valid since the start. */
    public long accepted() {
        return accepted.sum();
    }

    /** Whether clients get tokens. */
    boolean areUsed() {
        return !settings.keys().isEmpty();
    }

    /** Creates the scope of a request. It includes the position that the client has sent. */
    Scope scope(HttpServletRequest request, AnonymousClient client) {
        if (!areUsed()) {
            return new Scope(client);
        }
        return Scope.ofClient(brought(request), client);
    }

    private Optional<PortablePosition> brought(HttpServletRequest request) {
        List<String> tokens = cookies(request);
        header(request).ifPresent(header -> tokens.add(0, header));
        tokens.removeIf(String::isEmpty);
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        if (tokens.size() > MOST) {
            return Optional.of(PortablePosition.UNKNOWN);
        }
        return tokens.stream().flatMap(token -> verified(token).stream()).reduce(PortablePosition::and);
    }

    private Optional<PortablePosition> verified(String token) {
        Optional<PortablePosition> position = signed.verify(token);
        (position.isPresent() ? accepted : ignored).increment();
        return position;
    }

    private static Optional<String> header(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(NAME));
    }

    /**
     * Parses the header itself, since WildFly keeps only one of several cookies with the same name. Source: RFC 6265,
     * section 4.2.
     */
    private static List<String> cookies(HttpServletRequest request) {
        List<String> values = new ArrayList<>();
        Enumeration<String> fields = request.getHeaders("Cookie");
        while (fields != null && fields.hasMoreElements()) {
            String field = fields.nextElement();
            // Most requests have none of these cookies.
            if (field.contains(NAME)) {
                SEPARATOR
                        .splitAsStream(field)
                        .map(String::strip)
                        .filter(pair -> pair.startsWith(NAME + "="))
                        .map(pair -> pair.substring(NAME.length() + 1).replace("\"", ""))
                        .forEach(values::add);
            }
        }
        return values;
    }

    /** Returns the headers that carry a token to the client of the request. */
    List<DeferredHeaders.Header> headers(HttpServletRequest request, Scope scope) {
        return scope.client().<DeferredHeaders.Header>map(client -> new TokenHeader(request, client)).stream()
                .toList();
    }

    private final class TokenHeader implements DeferredHeaders.Header {

        private final HttpServletRequest request;
        private final ClientPosition client;
        private Optional<PortablePosition> sent = Optional.empty();

        TokenHeader(HttpServletRequest request, ClientPosition client) {
            this.request = request;
            this.client = client;
        }

        @Override
        public void set(HttpServletResponse response) {
            Optional<PortablePosition> now = settings.telling() == Telling.ALWAYS ? client.toSend() : client.mustSend();
            if (now.isEmpty() || now.equals(sent)) {
                return;
            }
            sent = now;
            String token = signed.sign(now.get());
            if (form() == Form.HEADER) {
                response.setHeader(NAME, token);
            } else {
                response.addCookie(cookie(token));
            }
            CacheControl.keepPrivate(response);
        }

        /** Uses the form in which the client has sent a token, if it has sent one, even an invalid one. */
        private Form form() {
            if (header(request).isPresent()) {
                return Form.HEADER;
            }
            return cookies(request).isEmpty() ? settings.form() : Form.COOKIE;
        }

        private Cookie cookie(String token) {
            Cookie cookie = new Cookie(NAME, token);
            cookie.setHttpOnly(true);
            cookie.setSecure(request.isSecure());
            cookie.setAttribute("SameSite", "Lax");
            cookie.setPath(path());
            cookie.setMaxAge((int) settings.lifetime().toSeconds());
            return cookie;
        }

        /**
         * Uses the path of the session cookie. Behind a proxy, only the application's descriptor has the path as
         * clients see it.
         */
        private String path() {
            Optional<String> configured = Optional.ofNullable(
                    request.getServletContext().getSessionCookieConfig().getPath());
            String context = request.getContextPath();
            return configured.orElse(context.isEmpty() ? "/" : context);
        }

        @Override
        public void cacheControlChanged(HttpServletResponse response) {
            if (sent.isPresent()) {
                CacheControl.keepPrivate(response);
            }
        }

        @Override
        public void reset() {
            sent = Optional.empty();
        }
    }
}
