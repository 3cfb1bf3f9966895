package io.tidemark.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Scans a function's source for {@link FunctionBody}. For one thread. */
final class FunctionBodyScan {

    private static final Set<String> BEFORE_LISTS = WordList.of("from join");

    private static final Set<String> BEFORE_RELATIONS = WordList.of("from join table");

    /** Words between such a word and the relation. */
    private static final Set<String> MODIFIERS = WordList.of("only lateral");

    /** Words after which a comma no longer separates relations. */
    private static final Set<String> ENDS =
            WordList.of("select where group having order limit offset fetch window union intersect except for loop");

    /** Functions whose arguments FROM separates. */
    private static final Set<String> SPECIAL = WordList.of("extract substring trim overlay position");

    /** Words before a name that is no type, although it ends a statement. */
    private static final Set<String> BEFORE_OPERANDS = WordList.of(
            """
            all and any between by call case close commit continue distinct else elsif elseif end execute exit fetch from get if
            ilike in into is join like limit loop next not null offset on open or order perform query raise reverse return select set then
            using values when where while
            """);

    private static final String AFTER_TYPES = ";:[=";
    private static final String DEFAULT = "default ";
    private static final String NOT_NULL = "not null";

    private final String source;
    private final FunctionBody.Names names = new FunctionBody.Names();
    private final Deque<Level> outer = new ArrayDeque<>();
    private int at;
    private String last = "";

    /** The name of a relation follows. */
    private boolean relation;

    /** The last name that was not behind a dot is that of a type, or its schema. */
    private boolean typed;

    private Level level = Level.NONE;

    /**
     * A pair of parentheses.
     *
     * @param list whether a comma separates relations
     * @param special whether FROM separates arguments
     */
    private record Level(boolean list, boolean special) {
        static final Level NONE = new Level(false, false);
    }

    FunctionBodyScan(String source) {
        this.source = source;
    }

    FunctionBody body() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (Characters.isIdentifierStart(c)) {
                word();
            } else if (c == '"') {
                quoted();
            } else if (c == '?' || Characters.isOperatorPart(c)) {
                operators();
            } else {
                symbol(c);
                at++;
            }
        }
        return names.body();
    }

    private void symbol(char c) {
        switch (c) {
            case '(' -> {
                outer.push(level);
                level = new Level(relation, !relation && SPECIAL.contains(last));
            }
            case ')' -> {
                level = outer.isEmpty() ? level : outer.pop();
                relation = false;
            }
            case ',' -> relation = level.list;
            case ';' -> {
                outer.clear();
                level = Level.NONE;
                relation = false;
            }
            default -> relation &= Characters.isSpace(c);
        }
        last = Characters.isSpace(c) ? last : "";
    }

    private void operators() {
        OperatorRun run = OperatorRun.at(source, at);
        run.plain().forEach(names::operator);
        for (Token token : run.prepared()) {
            if (token.kind() == Token.Kind.OPERATOR) {
                names.operator(token.text());
            }
        }
        at = Math.max(at + 1, run.end());
        relation = false;
        last = "";
    }

    private void word() {
        int from = at;
        while (at < source.length() && Characters.isIdentifierPart(source.charAt(at))) {
            at++;
        }
        String word = Characters.lowerCase(source.substring(from, at));
        int next = behindBlanksAndQuotes(at);
        boolean schema = relation && source.startsWith(".", next);
        if (word.equals(SettingNames.CURRENT_SETTING)) {
            names.setting(SettingNames.in(source, next));
        } else if (source.startsWith("(", next)) {
            names.call(word);
        } else {
            names.name(word, relation && !schema && !MODIFIERS.contains(word));
            attribute(word, from);
        }
        if (isType(from, at, next)) {
            names.type(word);
        }
        follow(word, schema);
        at = schema ? next + 1 : at;
        last = word;
    }

    private void follow(String word, boolean schema) {
        boolean separator = word.equals("from") && (level.special || last.equals("distinct"));
        if (BEFORE_RELATIONS.contains(word) && !separator) {
            relation = true;
            level = new Level(level.list || BEFORE_LISTS.contains(word), level.special);
        } else {
            relation = schema || (relation && MODIFIERS.contains(word));
            level = ENDS.contains(word) ? new Level(false, level.special) : level;
        }
    }

    /** Notes a name that is not called in its usual form. Behind a value without a name, it may be a call all the same. */
    private void attribute(String name, int from) {
        int dot = before(from);
        if (charAt(dot) != '.') {
            return;
        }
        if (isValue(before(dot))) {
            names.call(name);
        } else {
            names.attribute(name);
        }
    }

    /** Whether parentheses, a subscript or a parameter such as {@code $1} end here. */
    private boolean isValue(int end) {
        int digit = end;
        while (charAt(digit) >= '0' && charAt(digit) <= '9') {
            digit--;
        }
        return charAt(end) == ')' || charAt(end) == ']' || (digit < end && charAt(digit) == '$');
    }

    /** Returns the index of the last character before this one, besides blanks and quotes. */
    private int before(int from) {
        int before = from - 1;
        while (before >= 0 && isBlankOrQuote(source.charAt(before))) {
            before--;
        }
        return before;
    }

    private char charAt(int index) {
        return index < 0 ? ' ' : source.charAt(index);
    }

    /** Whether the name from here may be that of a type, or a part of its qualified name. */
    private boolean isType(int from, int end, int next) {
        char leader = charAt(before(from));
        if (leader == '.') {
            return typed || isBeforePercent(end);
        }
        typed = leader == ':' || last.equals("as") || isBeforePercent(end) || isDeclared(next);
        return typed;
    }

    /** {@code name%TYPE} and {@code relation.column%ROWTYPE}. */
    private boolean isBeforePercent(int end) {
        int percent = end;
        while (percent < source.length()
                && (source.charAt(percent) == '.'
                        || source.charAt(percent) == '"'
                        || Characters.isIdentifierPart(source.charAt(percent)))) {
            percent++;
        }
        return source.startsWith("%", percent);
    }

    /** {@code variable type;} or with a default. */
    private boolean isDeclared(int next) {
        return !last.isEmpty()
                && !BEFORE_OPERANDS.contains(last)
                && next < source.length()
                && (AFTER_TYPES.indexOf(source.charAt(next)) >= 0
                        || source.regionMatches(true, next, DEFAULT, 0, DEFAULT.length())
                        || source.regionMatches(true, next, NOT_NULL, 0, NOT_NULL.length()));
    }

    /**
     * Notes a quoted name as a whole, unless it is a word. Its words are scanned, too, since the quote may belong to a
     * string.
     */
    private void quoted() {
        int quote = at++;
        int end = Quotes.endOfIdentifier(source, quote);
        if (end == Quotes.NOWHERE) {
            return;
        }
        String name = source.substring(quote + 1, end - 1).replace("\"\"", "\"");
        int next = behindBlanksAndQuotes(end);
        if (relation && source.startsWith(".", next)) {
            at = next + 1;
        } else if (!isWord(name)) {
            if (source.startsWith("(", next)) {
                names.call(name);
            } else {
                names.name(name, relation);
                attribute(name, quote);
            }
            if (isType(quote, end, next)) {
                names.type(name);
            }
        }
    }

    private static boolean isWord(String name) {
        return name.equals(Characters.lowerCase(name))
                && name.chars().allMatch(letter -> Characters.isIdentifierPart((char) letter));
    }

    private int behindBlanksAndQuotes(int from) {
        int next = from;
        while (next < source.length() && isBlankOrQuote(source.charAt(next))) {
            next++;
        }
        return next;
    }

    private static boolean isBlankOrQuote(char c) {
        return Characters.isSpace(c) || c == '"';
    }
}
