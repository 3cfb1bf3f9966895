package io.tidemark.it.support;

import io.tidemark.servers.ApplicationServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The entries in the log of an application server, which may have several lines each. */
public final class LogEntries {

    private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Pattern ENTRY = Pattern.compile("\n(?=\\[?20\\d\\d-\\d\\d-\\d\\d|\\d\\d:\\d\\d:\\d\\d,\\d)");
    private static final Pattern ERROR = Pattern.compile("\\A.*( ERROR |\\[SEVERE\\])");
    private static final Pattern WARNING = Pattern.compile("\\A.*( WARN |\\[WARNING\\])");

    private final ApplicationServer server;
    private final int before;

    private LogEntries(ApplicationServer server, int before) {
        this.server = server;
        this.before = before;
    }

    /** {@return all entries of a server} */
    public static LogEntries of(ApplicationServer server) {
        return new LogEntries(server, 0);
    }

    /** {@return the entries after this call} */
    public static LogEntries from(ApplicationServer server) {
        return new LogEntries(server, text(server).length());
    }

    private static String text(ApplicationServer server) {
        try {
            return Files.readString(server.log());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** {@return the entries so far} */
    public List<String> all() {
        return ENTRY.splitAsStream(COLOR.matcher(text(server).substring(before)).replaceAll(""))
                .filter(Predicate.not(String::isBlank))
                .toList();
    }

    /** {@return the errors so far} */
    public List<String> errors() {
        return all().stream().filter(entry -> ERROR.matcher(entry).find()).toList();
    }

    /** {@return the errors and warnings so far} */
    public List<String> warnings() {
        return all().stream()
                .filter(entry ->
                        ERROR.matcher(entry).find() || WARNING.matcher(entry).find())
                .toList();
    }
}
