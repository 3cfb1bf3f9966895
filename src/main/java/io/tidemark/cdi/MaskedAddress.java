package io.tidemark.cdi;

import static io.tidemark.secrets.Secrets.MASK;

import java.util.regex.Pattern;

/** Shows an address from the settings without its credentials. */
final class MaskedAddress {

    /** An address that cannot contain credentials: a host, its port, and a path of a few characters. */
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9A-Fa-f:.]*\\]|[A-Za-z0-9._-]*)(:\\d{0,5})?(/[A-Za-z0-9._-]{0,16})?");

    private MaskedAddress() {}

    /**
     * Masks a text that should be a URI. The scheme stays visible, and so does the part after the last {@code @} if it is an
     * address. Everything else may contain a misplaced password and becomes three asterisks.
     */
    static String of(String text) {
        int authority = text.indexOf("://");
        int at = text.lastIndexOf('@');
        boolean scheme = authority >= 0 && text.substring(0, authority).matches("[A-Za-z]{1,16}");
        String before = scheme ? text.substring(0, authority + "://".length()) : "";
        String address = text.substring(Math.max(at + 1, before.length()));
        String shown = ADDRESS.matcher(address).matches() && (scheme || at >= 0) ? address : MASK;
        return before + (at >= 0 ? MASK + "@" : "") + shown;
    }
}
