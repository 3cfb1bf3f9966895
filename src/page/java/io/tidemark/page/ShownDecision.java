package io.tidemark.page;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.telemetry.SentStatement;
import io.tidemark.web.PageSettings.StatementTexts;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The decision on one statement in plain words.
 *
 * @param server the name of the replica, or {@code primary}
 * @param kind the kind of the statement: its first word, and whether it is a read
 * @param why the end of a sentence that begins with "because"
 * @param required the position that the read must include
 * @param replayed the position that the replica was known to have replayed
 * @param text the beginning of the text, if the settings allow it
 */
record ShownDecision(
        Instant time,
        Reason reason,
        String server,
        String kind,
        String why,
        Optional<String> required,
        Optional<String> replayed,
        Optional<String> text) {

    private static final int TEXT = 200;

    /** The first word, after comments and parentheses. */
    private static final Pattern FIRST =
            Pattern.compile("(?s)^(?:\\s|\\(|--[^\\n]*\\n|/\\*.*?\\*/)*([A-Za-z]{1,12})\\b");

    /** Other words are not shown, since they might not be key words. */
    private static final Set<String> KEY_WORDS = Set.of(
            "ALTER",
            "BEGIN",
            "CALL",
            "COMMIT",
            "COPY",
            "CREATE",
            "DELETE",
            "DROP",
            "EXECUTE",
            "EXPLAIN",
            "GRANT",
            "INSERT",
            "LOCK",
            "MERGE",
            "REFRESH",
            "RESET",
            "ROLLBACK",
            "SELECT",
            "SET",
            "SHOW",
            "TABLE",
            "TRUNCATE",
            "UPDATE",
            "VALUES",
            "WITH");

    static ShownDecision of(SentStatement sent, Instant time, StatementTexts texts) {
        return new ShownDecision(
                time,
                sent.reason(),
                sent.replica().orElse("primary"),
                kind(sent),
                why(sent),
                sent.required(),
                sent.replayed(),
                texts == StatementTexts.SHOWN && !sent.sql().isBlank()
                        ? Optional.of(beginning(sent.sql()))
                        : Optional.empty());
    }

    private static String kind(SentStatement sent) {
        String word = firstWord(sent.sql());
        if (sent.cause().isPresent()) {
            return word + ", treated as a write";
        }
        return word + (sent.reason() == Reason.WRITE ? ", a write" : ", a read");
    }

    private static String firstWord(String sql) {
        Matcher matcher = FIRST.matcher(sql.length() > TEXT ? sql.substring(0, TEXT) : sql);
        String word = matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
        return KEY_WORDS.contains(word) ? word : "Statement";
    }

    private static String why(SentStatement sent) {
        String shadow = sent.shadow()
                .map(routed ->
                        "; routing would have used " + (routed.route() == Route.REPLICA ? "a replica" : "the primary")
                                + ", because " + ReasonWords.of(routed))
                .orElse("");
        return sent.cause().orElseGet(() -> ReasonWords.of(sent.reason())) + shadow;
    }

    private static String beginning(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() > TEXT ? line.substring(0, TEXT) + "…" : line;
    }
}
