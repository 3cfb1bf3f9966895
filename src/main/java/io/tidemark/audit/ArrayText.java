package io.tidemark.audit;

/**
 * Rewrites the text of an array, so that it does not depend on the quotes of its elements. PostgreSQL quotes an element only if
 * it must, and the driver quotes all that it has received in binary form. Source: PostgreSQL documentation, "Arrays", "Array
 * Input and Output Syntax".
 */
final class ArrayText {

    private final String array;
    private final ValueText form;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder element = new StringBuilder();
    private int at;

    private ArrayText(String array, ValueText form) {
        this.array = array;
        this.form = form;
    }

    /**
     * Returns the text.
     *
     * @param form the form of its elements
     */
    static String of(String array, ValueText form) {
        return new ArrayText(array, form).run();
    }

    private String run() {
        while (at < array.length()) {
            char next = array.charAt(at++);
            switch (next) {
                case '{', '}', ',' -> {
                    endBare();
                    out.append(next);
                }
                case '"' -> quoted();
                default -> element.append(next);
            }
        }
        endBare();
        return out.toString();
    }

    private void quoted() {
        while (at < array.length() && array.charAt(at) != '"') {
            if (array.charAt(at) == '\\' && at + 1 < array.length()) {
                at++;
            }
            element.append(array.charAt(at++));
        }
        at++;
        end();
    }

    private void endBare() {
        if (element.toString().equals("NULL")) {
            out.append("NULL");
            element.setLength(0);
        } else if (!element.isEmpty()) {
            end();
        }
    }

    /** Writes the length too, so that an element cannot be mistaken for two. */
    private void end() {
        String value = form.of(element.toString());
        out.append(value.length()).append(':').append(value);
        element.setLength(0);
    }
}
