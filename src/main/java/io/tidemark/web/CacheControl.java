package io.tidemark.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps a response out of shared caches, which would pass the position of one client to others.
 *
 * <p>It adds {@code private} to the application's directives and keeps all of them: where directives conflict, the most
 * restrictive one applies. A response that is {@code private} or {@code no-store} stays unchanged. A directive that
 * names fields ({@code private="Set-Cookie"}) is not sufficient, since it allows the rest to be stored, and some caches
 * do not support it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2">RFC 9111, Response Directives</a>
 */
final class CacheControl {

    static final String NAME = "Cache-Control";

    /** A directive with its optional argument, which may be a quoted text with commas in it. */
    private static final Pattern DIRECTIVE =
            Pattern.compile("([^\\s,=\"]++)\\s*+(=\\s*+(?:\"(?:[^\"\\\\]|\\\\.?)*+\"?|[^\\s,\"]*+))?");

    private CacheControl() {}

    /** Makes the response private, unless it already is. */
    static void keepPrivate(HttpServletResponse response) {
        String said = String.join(", ", present(response.getHeaders(NAME)));
        if (!isEnough(said)) {
            // A single field, because some caches only look at the first one.
            response.setHeader(NAME, said.isBlank() ? "private" : said + ", private");
        }
    }

    private static Collection<String> present(Collection<String> values) {
        return values.stream().filter(value -> !value.isBlank()).toList();
    }

    private static boolean isEnough(String said) {
        Set<String> withoutArgument = DIRECTIVE
                .matcher(said)
                .results()
                .filter(directive -> directive.group(2) == null)
                .map(directive -> directive.group(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        // A cache that supports must-understand may store a no-store response.
        return withoutArgument.contains("private")
                || (withoutArgument.contains("no-store") && !withoutArgument.contains("must-understand"));
    }
}
