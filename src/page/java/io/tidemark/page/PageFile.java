package io.tidemark.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A file of the page.
 *
 * @param octets must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is enough: files are only sent.
record PageFile(byte[] octets, String type) {

    /**
     * Reads a file beside this class.
     *
     * @throws IllegalStateException if the jar is not complete
     */
    static PageFile of(String name) {
        try (InputStream in = PageFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Tidemark cannot start: the status page has no file " + name
                        + "; expected the complete jar tidemark-page in the application");
            }
            return of(name, in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name, unreadable);
        }
    }

    /** Reads a file from a stream. */
    static PageFile of(String name, InputStream in) throws IOException {
        return new PageFile(in.readAllBytes(), typeOf(name));
    }

    /** Returns the file without a text, which it contains. */
    PageFile without(String text) {
        String all = new String(octets, StandardCharsets.UTF_8);
        if (!all.contains(text)) {
            throw new IllegalArgumentException("The file does not contain " + text);
        }
        return new PageFile(all.replace(text, "").getBytes(StandardCharsets.UTF_8), type);
    }

    private static String typeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html";
            case "js" -> "text/javascript";
            case "css" -> "text/css";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("The type of " + name + " is not known");
        };
    }
}
