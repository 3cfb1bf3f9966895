package io.tidemark.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.routing.AnonymousClient;
import io.tidemark.routing.Scope;
import io.tidemark.web.TokenSettings.Form;
import io.tidemark.web.TokenSettings.Telling;
import io.tidemark.writes.ClientsOfScopes;
import io.tidemark.writes.PortablePosition;
import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PositionTokensTest {

    private static final AnonymousClient NOBODY = AnonymousClient.of(Optional.empty(), Optional::empty);

    private static final SecretKey KEY =
            PositionTokens.key("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    private static final PortablePosition FIRST = PortablePosition.parse("v1.42.1.0000000000000100");
    private static final PortablePosition SECOND = PortablePosition.parse("v1.42.1.0000000000000200");

    private final SignedPositions signed =
            new SignedPositions(List.of(KEY), Duration.ofHours(1), InstantSource.system());

    private final Map<String, String> requestHeaders = new HashMap<>();
    private final List<Cookie> requestCookies = new ArrayList<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Cookie> cookies = new ArrayList<>();
    private @Nullable String sessionPath;
    private String context = "/shop";
    private boolean secure;

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    private final HttpServletRequest request = fake(HttpServletRequest.class, (method, arguments) -> switch (method) {
        case "getHeader" -> requestHeaders.get(arguments[0]);
        case "getHeaders" ->
            Collections.enumeration(requestCookies.stream()
                    .map(cookie -> "other=1; " + cookie.getName() + "=" + cookie.getValue())
                    .toList());
        case "isSecure" -> secure;
        case "getContextPath" -> context;
        case "getServletContext" ->
            fake(
                    ServletContext.class,
                    (of, none) -> fake(SessionCookieConfig.class, (property, nothing) -> sessionPath));
        default -> throw new UnsupportedOperationException(method);
    });

    private final HttpServletResponse response =
            fake(HttpServletResponse.class, (method, arguments) -> switch (method) {
                case "getHeaders" ->
                    Optional.ofNullable(headers.get(arguments[0])).stream().toList();
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "addHeader" ->
                    headers.merge((String) arguments[0], (String) arguments[1], (said, more) -> said + ", " + more);
                case "isCommitted" -> false;
                case "addCookie" -> cookies.add((Cookie) arguments[0]);
                default -> throw new UnsupportedOperationException(method);
            });

    private static PositionTokens tokens(Telling telling, Form form) {
        return new PositionTokens(
                new TokenSettings(List.of(KEY), telling, form, Duration.ofHours(1)), InstantSource.system());
    }

    private static PositionTokens needed() {
        return tokens(Telling.NEEDED, Form.COOKIE);
    }

    private static void tell(PositionTokens tokens, HttpServletRequest request, Scope scope, HttpServletResponse to) {
        tokens.headers(request, scope).forEach(header -> header.set(to));
    }

    /** Tells the client of a write that nothing else remembers. */
    private void write(PositionTokens tokens, PortablePosition position) {
        Scope scope = tokens.scope(request, NOBODY);
        ClientsOfScopes.wroteForNobody(scope, position);
        tell(tokens, request, scope, response);
    }

    private Optional<PortablePosition> inCookie() {
        assertEquals(Map.of("Cache-Control", "private"), headers);
        return signed.verify(cookies.get(0).getValue());
    }

    private Optional<PortablePosition> inHeader() {
        assertEquals(List.of(), cookies);
        assertEquals("private", headers.get("Cache-Control"));
        return signed.verify(String.valueOf(headers.get("Tidemark-Position")));
    }

    @Test
    void withoutAKeyNobodyIsToldOrAsked() {
        PositionTokens off = new PositionTokens(
                new TokenSettings(List.of(), Telling.ALWAYS, Form.HEADER, Duration.ofHours(1)), InstantSource.system());
        requestHeaders.put("Tidemark-Position", "forged");
        Scope scope = off.scope(request, NOBODY);
        assertEquals(Optional.empty(), scope.client());
        assertEquals(List.of(), off.headers(request, scope));
        assertEquals(0, off.ignored());
    }

    @Test
    void aCookieIsForTheApplicationAndNotForScripts() {
        write(needed(), FIRST);
        assertEquals(Optional.of(FIRST), inCookie());
        Cookie cookie = cookies.get(0);
        assertEquals("Tidemark-Position", cookie.getName());
        assertTrue(cookie.isHttpOnly());
        assertEquals("Lax", cookie.getAttribute("SameSite"));
        assertEquals("/shop", cookie.getPath());
        assertEquals(3600, cookie.getMaxAge());
        assertEquals(false, cookie.getSecure());
    }

    @Test
    void aCookieIsSecureWhereItsRequestWas() {
        secure = true;
        context = "";
        write(needed(), FIRST);
        assertEquals(true, cookies.get(0).getSecure());
        assertEquals("/", cookies.get(0).getPath());
    }

    @Test
    void aCookieIsWhereTheSessionsCookieIs() {
        sessionPath = "/outside";
        write(needed(), FIRST);
        assertEquals("/outside", cookies.get(0).getPath());
    }

    @Test
    void aSettingSaysHowAClientIsToldThatHasBroughtNothing() {
        write(tokens(Telling.NEEDED, Form.HEADER), FIRST);
        assertEquals(Optional.of(FIRST), inHeader());
    }

    @Test
    void aClientIsToldAsItTells() {
        requestHeaders.put("Tidemark-Position", "");
        write(needed(), FIRST);
        assertEquals(Optional.of(FIRST), inHeader());
        requestHeaders.clear();
        headers.clear();
        requestCookies.add(new Cookie("Tidemark-Position", ""));
        write(tokens(Telling.NEEDED, Form.HEADER), FIRST);
        assertEquals(Optional.of(FIRST), inCookie());
    }

    @Test
    void whatIsBroughtIsKeptWithWhatIsWritten() {
        requestHeaders.put("Tidemark-Position", signed.sign(SECOND));
        write(needed(), FIRST);
        assertEquals(Optional.of(SECOND), inHeader());
    }

    @Test
    void whatTheStoreRemembersIsToldOnlyOnRequest() {
        for (Telling telling : Telling.values()) {
            PositionTokens tokens = tokens(telling, Form.COOKIE);
            Scope scope = tokens.scope(request, NOBODY);
            ClientsOfScopes.wroteForACaller(scope, FIRST);
            tell(tokens, request, scope, response);
            assertEquals(telling == Telling.ALWAYS ? 1 : 0, cookies.size());
        }
    }

    @Test
    void whoOnlyReadsIsToldNothing() {
        requestHeaders.put("Tidemark-Position", signed.sign(SECOND));
        PositionTokens tokens = tokens(Telling.ALWAYS, Form.COOKIE);
        tell(tokens, request, tokens.scope(request, NOBODY), response);
        assertEquals(Map.of(), headers);
        assertEquals(List.of(), cookies);
    }

    @Test
    void theSameIsToldOnce() {
        PositionTokens tokens = needed();
        Scope scope = tokens.scope(request, NOBODY);
        DeferredHeaders.Header header = tokens.headers(request, scope).get(0);
        ClientsOfScopes.wroteForNobody(scope, FIRST);
        header.set(response);
        header.set(response);
        assertEquals(1, cookies.size());
        ClientsOfScopes.wroteForNobody(scope, SECOND);
        header.set(response);
        assertEquals(2, cookies.size(), "a browser keeps the last");
        assertEquals(Optional.of(SECOND), signed.verify(cookies.get(1).getValue()));
        header.reset();
        header.set(response);
        assertEquals(3, cookies.size(), "an error page has thrown away what was set");
    }

    @Test
    void whatIsNotOursIsIgnoredAndCounted() {
        String good = signed.sign(FIRST);
        requestHeaders.put("Tidemark-Position", "forged");
        requestCookies.add(new Cookie("JSESSIONID", "forged"));
        requestCookies.add(new Cookie("Tidemark-Position", good.replace("100.", "999.")));
        requestCookies.add(new Cookie("Tidemark-Position", good));
        PositionTokens tokens = needed();
        assertNotEquals(good, good.replace("100.", "999."));
        assertEquals(Optional.of(FIRST), ClientsOfScopes.brought(tokens.scope(request, NOBODY)));
        assertEquals(2, tokens.ignored());
        assertEquals(1, tokens.accepted());
    }

    @Test
    void aRequestWithManyCountsAsOneThatOnlyKnowsThatItWrote() {
        for (int i = 0; i < 1000; i++) {
            requestCookies.add(new Cookie("Tidemark-Position", "forged"));
        }
        requestCookies.add(new Cookie("Tidemark-Position", signed.sign(FIRST)));
        PositionTokens tokens = needed();
        assertEquals(Optional.of(PortablePosition.UNKNOWN), ClientsOfScopes.brought(tokens.scope(request, NOBODY)));
        assertEquals(0, tokens.ignored());
    }

    @Test
    void aRequestWithSomeIsLookedAt() {
        for (int i = 0; i < 3; i++) {
            requestCookies.add(new Cookie("Tidemark-Position", "forged"));
        }
        requestCookies.add(new Cookie("Tidemark-Position", signed.sign(FIRST)));
        PositionTokens tokens = needed();
        assertEquals(Optional.of(FIRST), ClientsOfScopes.brought(tokens.scope(request, NOBODY)));
        assertEquals(3, tokens.ignored());
    }

    @Test
    void whateverTheApplicationSaysOfCachesTheResponseStaysPrivate() {
        PositionTokens tokens = needed();
        Scope scope = tokens.scope(request, NOBODY);
        DeferredHeaders late = new DeferredHeaders(response, tokens.headers(request, scope));
        late.setHeader("Cache-Control", "public");
        assertEquals("public", headers.get("Cache-Control"), "nothing is told yet");
        ClientsOfScopes.wroteForNobody(scope, FIRST);
        late.set();
        assertEquals("public, private", headers.get("Cache-Control"));
        late.setHeader("cache-control", "max-age=60");
        assertEquals("max-age=60, private", headers.get("Cache-Control"));
        late.addHeader("Cache-Control", "s-maxage=60");
        assertEquals("max-age=60, private, s-maxage=60", headers.get("Cache-Control"));
    }
}
