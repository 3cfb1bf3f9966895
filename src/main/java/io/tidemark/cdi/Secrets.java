package io.tidemark.cdi;

/** Keeps credentials out of messages. */
final class Secrets {

    private Secrets() {}

    /** The text with whatever stands between {@code ://} and the last {@code @} replaced by three asterisks. */
    static String masked(String text) {
        int at = text.lastIndexOf('@');
        int authority = text.indexOf("://");
        if (at < 0) {
            return text;
        }
        // Without a scheme nobody can tell where the credentials begin.
        int from = authority < 0 || authority > at ? 0 : authority + "://".length();
        return text.substring(0, from) + "***" + text.substring(at);
    }
}
