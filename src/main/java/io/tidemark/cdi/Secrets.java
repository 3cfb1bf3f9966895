package io.tidemark.cdi;

import java.util.regex.Pattern;

/** Keeps credentials out of messages. */
final class Secrets {

    static final String MASK = "***";

    /** What can hold no credentials: a host with its port and a path of a few characters. */
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9A-Fa-f:.]*\\]|[A-Za-z0-9._-]*)(:\\d{0,5})?(/[A-Za-z0-9._-]{0,16})?");

    private Secrets() {}

    /**
     * A text that should be a URI, with the scheme, and what stands after the last {@code @} if that is an address.
     * Everything else may be, or hold, a password that was typed in the wrong place, and becomes three asterisks.
     */
    static String masked(String text) {
        int authority = text.indexOf("://");
        int at = text.lastIndexOf('@');
        boolean scheme = authority >= 0 && text.substring(0, authority).matches("[A-Za-z]{1,16}");
        String before = scheme ? text.substring(0, authority + "://".length()) : "";
        String address = text.substring(Math.max(at + 1, before.length()));
        String shown = ADDRESS.matcher(address).matches() && (scheme || at >= 0) ? address : MASK;
        return before + (at >= 0 ? MASK + "@" : "") + shown;
    }
}
