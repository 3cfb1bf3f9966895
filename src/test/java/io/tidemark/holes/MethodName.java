package io.tidemark.holes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method of this project.
 *
 * @param type the binary name of its class
 * @param method its name
 */
record MethodName(String type, String method) {

    private static final String ROOT = "io.tidemark.";
    private static final Pattern TEXT = Pattern.compile("((?:[a-z]+\\.)+[A-Z][\\w$]*)#(\\w+|<init>|<clinit>)");

    /** Reads {@code package.Class#method}, where the package is relative to {@code io.tidemark}. */
    static MethodName of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new BadMutation("'" + text + "' is no method; expected package.Class#method, where the package is"
                    + " relative to io.tidemark, as in wal.Lsn#compareTo.");
        }
        return new MethodName(ROOT + parts.group(1), parts.group(2));
    }

    /** {@return the simple name of the class} */
    String simpleType() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** {@return the name as the manual shows it} */
    String shown() {
        String shownType = simpleType().replace('$', '.');
        return method.startsWith("<") ? shownType : shownType + "." + method;
    }

    @Override
    public String toString() {
        return type.substring(ROOT.length()) + "#" + method;
    }
}
