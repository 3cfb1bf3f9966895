package io.tidemark.sql;

import static io.tidemark.sql.Characters.isDigit;
import static io.tidemark.sql.Characters.isIdentifierPart;
import static io.tidemark.sql.Characters.isIdentifierStart;

import io.tidemark.sql.Quotes.Backslash;
import io.tidemark.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into tokens like PostgreSQL (its manual: "SQL Syntax: Lexical Structure"; its {@code scan.l}), as sent
 * through JDBC: a question mark is a parameter, and a doubled one is a literal question mark. Only a prepared statement
 * is read in this way; {@link Tokens#operators} has the operators of a plain statement.
 *
 * <p>The lexer gives up on a number or parameter directly followed by a letter, on escapes in an identifier, NUL, an
 * unpaired surrogate (which becomes another character on the wire), and unterminated quotes or comments.
 *
 * <p>Linear, because the position only moves forward. For one thread and one text.
 */
final class Lexer {

    private static final char PAST_THE_END = '\0';

    private final String sql;
    private final Backslash backslash;
    private final boolean contents;
    private final List<Token> tokens = new ArrayList<>();
    private final List<String> operators = new ArrayList<>(0);
    private int at;
    private int open;
    private boolean hinted;
    private boolean ambiguous;
    private boolean timed;
    private boolean unicode;

    private Lexer(String sql, Backslash backslash, boolean contents) {
        this.sql = sql;
        this.backslash = backslash;
        this.contents = contents;
    }

    /** Returns the tokens of a text, or {@link Tokens#NONE} if it has no token or cannot be lexed. */
    static Tokens tokens(String sql) {
        return Characters.surviveTheWire(sql) ? new Lexer(sql, Backslash.NOTHING, false).run() : Tokens.NONE;
    }

    /**
     * Returns the same tokens, where each number has its digits, and each string its opening quote and its content. A
     * string with a prefix, with a backslash, or in dollar quotes has no content.
     */
    static Tokens withContents(String sql) {
        return Characters.surviveTheWire(sql) ? new Lexer(sql, Backslash.NOTHING, true).run() : Tokens.NONE;
    }

    /**
     * Returns the tokens with {@code standard_conforming_strings} switched off. PostgreSQL rejects a text with an
     * unterminated string. Here the string ends the text, because the preceding statements might have been sent
     * separately.
     */
    static Tokens tokensIfBackslashesEscape(String sql) {
        return Characters.surviveTheWire(sql) ? new Lexer(sql, Backslash.ESCAPES, false).run() : Tokens.NONE;
    }

    private Tokens run() {
        while (at < sql.length()) {
            if (!step()) {
                return Tokens.NONE;
            }
        }
        return new Tokens(tokens, operators, hinted, timed, ambiguous);
    }

    private boolean step() {
        char c = peek(0);
        if (Characters.isSpace(c)) {
            at++;
            return true;
        }
        if (isIdentifierStart(c)) {
            return word();
        }
        if (c == '-' && peek(1) == '-') {
            return comment(Quotes.endOfLine(sql, at), 0);
        }
        if (c == '/' && peek(1) == '*') {
            return comment(Quotes.endOfComment(sql, at), 2);
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            return number();
        }
        return (c == '?' || Characters.isOperatorPart(c)) ? operators() : punctuation(c);
    }

    private boolean punctuation(char c) {
        return switch (c) {
            case '\'' -> string(at, backslash);
            case '"' -> quotedIdentifier(at);
            case '$' -> isDigit(peek(1)) ? numberedParameter() : dollarQuotes();
            case ':' -> symbol(peek(1) == ':' || peek(1) == '=' ? 2 : 1);
            default -> Characters.isSymbol(c) && symbol(1);
        };
    }

    private boolean symbol(int length) {
        if (peek(0) == '(') {
            open++;
        } else if (peek(0) == ')') {
            open--;
        }
        Token token = length == 1 ? Token.symbol(peek(0)) : new Token(Kind.SYMBOL, sql.substring(at, at + length));
        return add(token, at + length);
    }

    /** Checks the comment for the hint; {@code mark} is the length of its closing delimiter. */
    private boolean comment(int end, int mark) {
        if (end == Quotes.NOWHERE) {
            return false;
        }
        hinted |= PrimaryHint.isIn(sql, at + 2, end - mark);
        at = end;
        return true;
    }

    private boolean word() {
        int end = at;
        while (end < sql.length() && isIdentifierPart(sql.charAt(end))) {
            end++;
        }
        int quote = QuotePrefixes.quoteBehind(sql, at, end);
        if (quote != Quotes.NOWHERE) {
            return sql.charAt(quote) == '"'
                    ? unicodeIdentifier(quote)
                    : string(quote, QuotePrefixes.backslash(sql.charAt(at), backslash));
        }
        String folded = Characters.lowerCase(sql.substring(at, end));
        timed |= folded.equals("uescape");
        return !(unicode && folded.equals("uescape")) && add(new Token(Kind.WORD, folded), end);
    }

    /** Accepts it only without escapes, since a later clause may define another escape character than the backslash. */
    private boolean unicodeIdentifier(int quote) {
        unicode = true;
        int end = Quotes.endOfIdentifier(sql, quote);
        return end != Quotes.NOWHERE && sql.substring(quote, end).indexOf('\\') < 0 && quotedIdentifier(quote);
    }

    private boolean number() {
        int end = NumberLiterals.end(sql, at);
        return add(contents ? new Token(Kind.NUMBER, sql.substring(at, end)) : Token.NUMBER, end)
                && !isIdentifierPart(peek(0))
                && peek(0) != '.';
    }

    private boolean numberedParameter() {
        int end = at + 1;
        while (end < sql.length() && isDigit(sql.charAt(end))) {
            end++;
        }
        return add(Token.NUMBERED, end) && !isIdentifierPart(peek(0));
    }

    private boolean operators() {
        OperatorRun run = OperatorRun.at(sql, at);
        if (run.end() == Quotes.NOWHERE) {
            return false;
        }
        tokens.addAll(run.prepared());
        operators.addAll(run.plain());
        at = run.end();
        return true;
    }

    private boolean dollarQuotes() {
        int end = Quotes.endOfDollarQuotes(sql, at);
        timed |= end != Quotes.NOWHERE && ClockWords.areIn(sql.substring(at, end));
        return end != Quotes.NOWHERE && add(Token.STRING, end);
    }

    private boolean string(int quote, Backslash meaning) {
        int end = Quotes.endOfString(sql, quote, meaning);
        if (end == Quotes.NOWHERE) {
            return backslash == Backslash.ESCAPES && cut();
        }
        timed |= mayBeTime(quote, meaning);
        boolean brace = false;
        for (int i = quote; i < end; i++) {
            brace |= sql.charAt(i) == '}';
            ambiguous |= sql.charAt(i) == '\\' && meaning == Backslash.NOTHING;
        }
        if (contents) {
            return add(quote == at ? withContent(quote, end) : Token.STRING, end);
        }
        return add(brace ? Token.STRING_WITH_BRACE : Token.STRING, end);
    }

    private Token withContent(int quote, int end) {
        String content = Quotes.content(sql, quote, Backslash.NOTHING).replace("''", "'");
        return sql.substring(quote, end).indexOf('\\') < 0 ? new Token(Kind.STRING, "'" + content) : Token.STRING;
    }

    /** Whether the string may be a value of a date type, such as {@code now}. */
    private boolean mayBeTime(int quote, Backslash meaning) {
        String content = Quotes.content(sql, quote, meaning);
        boolean escapes = quote > at && (meaning == Backslash.ESCAPES || sql.charAt(quote - 1) == '&');
        return ClockWords.areIn(content) || (escapes && Quotes.mayEscapeLetter(content));
    }

    /** Ends the text here, and closes all open parentheses. */
    private boolean cut() {
        add(Token.STRING, sql.length());
        for (int i = 0; i < open; i++) {
            tokens.add(Token.CLOSING);
        }
        return true;
    }

    private boolean quotedIdentifier(int quote) {
        int end = Quotes.endOfIdentifier(sql, quote);
        return end != Quotes.NOWHERE
                && add(new Token(Kind.QUOTED, sql.substring(quote + 1, end - 1).replace("\"\"", "\"")), end);
    }

    private boolean add(Token token, int end) {
        tokens.add(token);
        at = end;
        return true;
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : PAST_THE_END;
    }
}
