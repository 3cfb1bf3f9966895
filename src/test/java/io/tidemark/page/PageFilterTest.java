package io.tidemark.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFilterTest {

    private static final String ROLE = "operator";

    /** The users before and after the container has asked for one; a name is also the user's role. */
    private Optional<String> user = Optional.empty();

    private Optional<String> asked = Optional.empty();
    private int status = HttpServletResponse.SC_OK;
    private boolean passed;
    private final Map<String, String> headers = new TreeMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private final HttpServletRequest request = fake(HttpServletRequest.class, (method, arguments) -> switch (method) {
        case "isUserInRole" -> user.filter(arguments[0]::equals).isPresent();
        case "getUserPrincipal" -> user.<Principal>map(name -> () -> name).orElse(null);
        case "authenticate" -> {
            user = asked;
            yield user.isPresent();
        }
        case "getHeader" -> headers.get(arguments[0]);
        default -> throw new UnsupportedOperationException(method);
    });

    private final HttpServletResponse response = fake(HttpServletResponse.class, (method, arguments) -> {
        switch (method) {
            case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
            case "setStatus" -> status = (Integer) arguments[0];
            case "getStatus" -> {
                return status;
            }
            case "isCommitted" -> {
                return false;
            }
            case "getOutputStream" -> {
                return output();
            }
            default -> {
                // Type and length are not checked.
            }
        }
        return null;
    });

    private interface Answer {
        @Nullable
        Object of(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                PageFilterTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        answer.of(method.getName(), arguments == null ? new Object[0] : arguments)));
    }

    private ServletOutputStream output() {
        return new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {}

            @Override
            public void write(int octet) {
                body.write(octet);
            }
        };
    }

    private void filter() throws Exception {
        new PageFilter(ROLE).doFilter(request, response, (req, resp) -> passed = true);
    }

    @ParameterizedTest
    @CsvSource({
        "operator, '', true, 200",
        "'', operator, true, 200",
        "alice, '', false, 403",
        "'', alice, false, 403",
        "'', '', false, 401"
    })
    void onlyAUserInTheRolePasses(String before, String after, boolean passes, int expected) throws Exception {
        user = Optional.of(before).filter(name -> !name.isEmpty());
        asked = Optional.of(after).filter(name -> !name.isEmpty());
        filter();
        assertEquals(passes, passed);
        assertEquals(expected, status);
        assertEquals(PageFilter.POLICY, headers.get("Content-Security-Policy"));
        assertEquals("no-store", headers.get("Cache-Control"));
    }

    @Test
    void aRefusalNamesTheRoleAndTheSetting() throws Exception {
        user = Optional.of("alice");
        filter();
        String text = body.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("in the role operator (tidemark.page.role), and you are not in it"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', false",
        "same-origin, '', false",
        "same-site, '', true",
        "cross-site, '', true",
        "none, '', true",
        "'', http://shop.example:8080, false",
        "'', http://shop.example, true",
        "'', https://elsewhere.example, true",
        "'', null, true"
    })
    void aRequestOfAnotherSiteIsRecognized(String site, String origin, boolean elsewhere) {
        headers.put("Host", "shop.example:8080");
        Optional.of(site).filter(text -> !text.isEmpty()).ifPresent(text -> headers.put("Sec-Fetch-Site", text));
        Optional.of(origin).filter(text -> !text.isEmpty()).ifPresent(text -> headers.put("Origin", text));
        assertEquals(elsewhere, SwitchServlet.isFromElsewhere(request));
    }
}
