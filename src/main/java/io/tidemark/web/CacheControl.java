package io.tidemark.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps a response out of shared caches, which would give the position of one client to others.
 *
 * <p>Adds {@code private} to what the application says, and takes nothing away: where directives conflict, the most
 * restrictive one holds. A response that is {@code private} or {@code no-store} already stays as it is. One of these that
 * names fields ({@code private="Set-Cookie"}) is not enough, since it lets the rest be stored, and not all caches know it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2">RFC 9111, Response Directives</a>
 */
final class CacheControl {

    static final String NAME = "Cache-Control";

    /** A directive, with its argument, which may be a quoted text with commas in it. */
    private static final Pattern DIRECTIVE =
            Pattern.compile("([^\\s,=\"]++)\\s*+(=\\s*+(?:\"(?:[^\"\\\\]|\\\\.?)*+\"?|[^\\s,\"]*+))?");

    private CacheControl() {}

    /** Makes the response private, unless it is. */
    static void keepPrivate(HttpServletResponse response) {
        String said = String.join(", ", present(response.getHeaders(NAME)));
        if (!isEnough(said)) {
            // One field: a cache that looks at the first only would not see a second one.
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
        // A cache that understands must-understand may store what is no-store.
        return withoutArgument.contains("private")
                || (withoutArgument.contains("no-store") && !withoutArgument.contains("must-understand"));
    }
}
