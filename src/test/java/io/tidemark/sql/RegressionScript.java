package io.tidemark.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script for {@code psql}, taken apart into statements as that does. Of its own commands, {@code \set}, {@code \c}, {@code \;}
 * and those that send the statement are understood; both branches of {@code \if} are taken; all others are left out.
 */
final class RegressionScript {

    private static final Pattern DOLLAR = Pattern.compile("\\$(?:[A-Za-z_\\x80-\\uffff][\\w\\x80-\\uffff]*)?\\$");
    private static final Pattern VARIABLE = Pattern.compile("(?<![:\\w]):('?)(\\w+)\\1");
    private static final Pattern BODY =
            Pattern.compile("\\s*create\\s+(or\\s+replace\\s+)?(function|procedure)\\b.*", Pattern.DOTALL);
    private static final Pattern COPY = Pattern.compile("\\s*copy\\b.*\\bfrom\\s+stdin\\b.*", Pattern.DOTALL);

    /**
     * A statement.
     *
     * @param data what follows a {@code COPY FROM stdin}; otherwise empty
     */
    record Step(String sql, String data) {
        static final Step RECONNECT = new Step("", "");
    }

    private final String text;
    private final Map<String, String> variables;
    private final List<Step> steps = new ArrayList<>();
    private final StringBuilder statement = new StringBuilder();
    private int at;
    private int parentheses;
    private int bodies;

    private RegressionScript(String text, Map<String, String> variables) {
        this.text = text;
        this.variables = new HashMap<>(variables);
    }

    static List<Step> steps(String text, Map<String, String> variables) {
        RegressionScript script = new RegressionScript(text, variables);
        while (script.at < text.length()) {
            script.next();
        }
        script.send();
        return script.steps;
    }

    private void next() {
        char c = text.charAt(at);
        if (text.startsWith("--", at)) {
            at = end(text.indexOf('\n', at));
        } else if (text.startsWith("/*", at)) {
            comment();
        } else if (c == '\'' || c == '"') {
            quoted(c);
        } else if (c == '$'
                && !precededByName()
                && DOLLAR.matcher(text).region(at, text.length()).lookingAt()) {
            dollars();
        } else if (c == '\\') {
            command();
        } else if (c == ';' && parentheses == 0 && bodies == 0) {
            at++;
            send();
        } else if (Character.isLetter(c)) {
            word();
        } else {
            parentheses += c == '(' ? 1 : c == ')' && parentheses > 0 ? -1 : 0;
            statement.append(c);
            at++;
        }
    }

    private static boolean isPartOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private boolean precededByName() {
        return at > 0 && isPartOfName(text.charAt(at - 1));
    }

    private int end(int found) {
        return found < 0 ? text.length() : found;
    }

    private void take(int to) {
        statement.append(text, at, to);
        at = to;
    }

    private void comment() {
        int depth = 0;
        do {
            depth += text.startsWith("/*", at) ? 1 : text.startsWith("*/", at) ? -1 : 0;
            at += text.startsWith("/*", at) || text.startsWith("*/", at) ? 2 : 1;
        } while (depth > 0 && at < text.length());
        statement.append(' ');
    }

    private void quoted(char quote) {
        boolean escapes = quote == '\'' && at > 0 && "eE".indexOf(text.charAt(at - 1)) >= 0;
        int to = at + 1;
        while (to < text.length() && text.charAt(to) != quote) {
            to += escapes && text.charAt(to) == '\\' ? 2 : 1;
        }
        take(Math.min(to + 1, text.length()));
    }

    private void dollars() {
        Matcher tag = DOLLAR.matcher(text).region(at, text.length());
        tag.lookingAt();
        int close = text.indexOf(tag.group(), tag.end());
        take(close < 0 ? text.length() : close + tag.group().length());
    }

    /** {@code BEGIN ATOMIC} and {@code CASE} have semicolons, or an END, inside. */
    private void word() {
        int to = at;
        while (to < text.length() && isPartOfName(text.charAt(to))) {
            to++;
        }
        String word = text.substring(at, to).toLowerCase(Locale.ROOT);
        take(to);
        if (BODY.matcher(statement.toString().toLowerCase(Locale.ROOT)).matches()) {
            if (word.equals("atomic") || (bodies > 0 && word.equals("case"))) {
                bodies++;
            } else if (bodies > 0 && word.equals("end")) {
                bodies--;
            }
        }
    }

    private void command() {
        if (text.startsWith("\\;", at)) {
            statement.append(';');
            at += 2;
            return;
        }
        int to = end(text.indexOf('\n', at));
        String command = text.substring(at, to);
        at = to;
        if (command.startsWith("\\g")) {
            send();
        } else if (command.startsWith("\\c ") || command.equals("\\c")) {
            steps.add(Step.RECONNECT);
        } else if (command.startsWith("\\set ")) {
            String[] words = command.trim().split("\\s+", 3);
            variables.put(words[1], words.length < 3 ? "" : joined(words[2]));
        }
    }

    /** The words of a value, one behind the other. */
    private String joined(String value) {
        StringBuilder all = new StringBuilder();
        for (String word : value.split("\\s+", -1)) {
            all.append(word.startsWith(":") ? variables.getOrDefault(word.substring(1), "") : word.replace("'", ""));
        }
        return all.toString();
    }

    private void send() {
        String sql =
                VARIABLE.matcher(statement).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found)));
        statement.setLength(0);
        parentheses = 0;
        bodies = 0;
        String data = COPY.matcher(sql.toLowerCase(Locale.ROOT)).matches() ? data() : "";
        if (!sql.isBlank()) {
            steps.add(new Step(sql.strip(), data));
        }
    }

    private String value(String quote, MatchResult found) {
        String value = variables.get(found.group(2));
        return value == null ? found.group() : quote + value + quote;
    }

    private String data() {
        int from = end(text.indexOf('\n', at)) + 1;
        int to = text.indexOf("\n\\.", from - 1);
        if (to < 0) {
            return "";
        }
        at = end(text.indexOf('\n', to + 1));
        return text.substring(Math.min(from, to + 1), to + 1);
    }
}
