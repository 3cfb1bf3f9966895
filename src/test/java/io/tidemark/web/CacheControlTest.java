package io.tidemark.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheControlTest {

    /** What a response that says this says in the end. A bar separates fields. */
    private static String after(String said) {
        List<String> fields = new ArrayList<>(said.isEmpty() ? List.of() : List.of(said.split("\\|", -1)));
        HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
                HttpServletResponse.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> List.copyOf(fields);
                    case "setHeader" -> {
                        fields.clear();
                        yield fields.add((String) arguments[1]);
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        CacheControl.keepPrivate(response);
        return String.join("|", fields);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "''; private",
                "'max-age=60'; 'max-age=60, private'",
                "'public, max-age=60'; 'public, max-age=60, private'",
                "'public|max-age=60'; 'public, max-age=60, private'",
                "'no-cache'; 'no-cache, private'",
                "'x=private'; 'x=private, private'",
                "'x-private'; 'x-private, private'",
                "'x=\"a, private\"'; 'x=\"a, private\", private'",
                "'x=\"a\\\", private'; 'x=\"a\\\", private, private'",
                "'private=\"Set-Cookie\"'; 'private=\"Set-Cookie\", private'",
                "'private = \"Set-Cookie\"'; 'private = \"Set-Cookie\", private'",
                "'must-understand, no-store'; 'must-understand, no-store, private'"
            })
    void aResponseBecomesPrivateAndKeepsWhatItSaid(String said, String then) {
        assertEquals(then, after(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "'private'",
                "'max-age=60,PRIVATE'",
                "'public|Private'",
                "'no-store'",
                "'no-cache, no-store, must-revalidate'",
                "'x=\"a, b\",private'"
            })
    void aResponseThatNoSharedCacheStoresStaysAsItIs(String said) {
        assertEquals(said, after(said));
    }
}
