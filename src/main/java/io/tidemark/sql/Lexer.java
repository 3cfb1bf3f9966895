package io.tidemark.sql;

import static io.tidemark.sql.Characters.isDigit;
import static io.tidemark.sql.Characters.isIdentifierPart;
import static io.tidemark.sql.Characters.isIdentifierStart;

import io.tidemark.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a text apart as PostgreSQL does (its manual: "SQL Syntax: Lexical Structure"; its {@code scan.l}), as sent through
 * JDBC: a question mark is a parameter.
 *
 * <p>It gives up on what depends on a setting or on the server's version, or is not worth the risk: a backslash in a plain
 * string ({@code standard_conforming_strings}), {@code U&} in any form, a number or parameter with a letter behind it, a
 * colon alone, two question marks in a row, JDBC escapes, control characters, and whatever does not end.
 *
 * <p>Linear: the position only moves forward. For one thread and one text.
 */
final class Lexer {

    /** Far beyond any built-in one; PostgreSQL refuses those of 64 characters and more. */
    private static final int LONGEST_OPERATOR = 32;

    private static final char PAST_THE_END = '\0';

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /** The tokens of a text, or {@link Tokens#NONE} if it has none or cannot be lexed. */
    static Tokens tokens(String sql) {
        // On the wire a NUL ends the text, wherever it stands.
        if (sql.indexOf('\0') >= 0) {
            return Tokens.NONE;
        }
        Lexer lexer = new Lexer(sql);
        while (lexer.at < sql.length()) {
            if (!lexer.step()) {
                return Tokens.NONE;
            }
        }
        return new Tokens(lexer.tokens);
    }

    private boolean step() {
        char c = peek(0);
        if (Characters.isSpace(c)) {
            at++;
            return true;
        }
        if (isCommentAt(at)) {
            return c == '-' ? lineComment() : blockComment();
        }
        if (isIdentifierStart(c)) {
            return word();
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            return number();
        }
        return Characters.isOperatorPart(c) ? operator() : punctuation(c);
    }

    private boolean punctuation(char c) {
        return switch (c) {
            case '\'' -> string(Quotes.endOfString(sql, at));
            case '"' -> quotedIdentifier(Quotes.endOfIdentifier(sql, at));
            case '$' -> isDigit(peek(1)) ? numberedParameter() : string(Quotes.endOfDollarQuotes(sql, at));
            case '?' -> peek(1) != '?' && add(Kind.PARAMETER, at + 1);
            case ':' -> peek(1) == ':' && add(Kind.SYMBOL, at + 2);
            default -> Characters.isSymbol(c) && add(Kind.SYMBOL, at + 1);
        };
    }

    private boolean isCommentAt(int index) {
        return sql.startsWith("--", index) || sql.startsWith("/*", index);
    }

    private boolean lineComment() {
        while (at < sql.length() && !Characters.isNewline(peek(0))) {
            at++;
        }
        return true;
    }

    private boolean blockComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        return depth == 0;
    }

    /** The letters before {@code B''}, {@code X''} and {@code N''} make words: the rules need not tell them apart. */
    private boolean word() {
        int end = at;
        while (end < sql.length() && isIdentifierPart(sql.charAt(end))) {
            end++;
        }
        if (end == at + 1 && (peek(0) == 'e' || peek(0) == 'E') && peek(1) == '\'') {
            return string(Quotes.endOfEscapeString(sql, end));
        }
        if (end == at + 1 && (peek(0) == 'u' || peek(0) == 'U') && peek(1) == '&') {
            // U&'…' and U&"…"; with anything else behind it, it is an operator and only pessimistic.
            return false;
        }
        tokens.add(new Token(Kind.WORD, Characters.lowerCase(sql.substring(at, end))));
        at = end;
        return true;
    }

    private boolean number() {
        skipDigits();
        if (peek(0) == '.') {
            at++;
            skipDigits();
        }
        if (peek(0) == 'e' || peek(0) == 'E') {
            int digits = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
            if (isDigit(peek(digits))) {
                at += digits;
                skipDigits();
            }
        }
        tokens.add(new Token(Kind.NUMBER, ""));
        // Up to PostgreSQL 14 a letter here began the next token, now it is an error, or a hexadecimal number.
        return !isIdentifierPart(peek(0)) && peek(0) != '.';
    }

    private void skipDigits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    private boolean numberedParameter() {
        at++;
        skipDigits();
        tokens.add(new Token(Kind.PARAMETER, "$"));
        return !isIdentifierPart(peek(0));
    }

    /** The longest run, but a plus or minus at its end belongs to the operand unless a peculiar character forbids it. */
    private boolean operator() {
        int end = at;
        boolean peculiar = false;
        while (end < sql.length() && Characters.isOperatorPart(sql.charAt(end)) && !isCommentAt(end)) {
            peculiar |= Characters.isPeculiarToOperators(sql.charAt(end));
            end++;
            if (end - at > LONGEST_OPERATOR) {
                // Else a long run of signs, each an operator, would be walked through again for each.
                return false;
            }
        }
        while (!peculiar && end > at + 1 && (sql.charAt(end - 1) == '+' || sql.charAt(end - 1) == '-')) {
            end--;
        }
        return add(Kind.OPERATOR, end);
    }

    private boolean string(int end) {
        tokens.add(new Token(Kind.STRING, ""));
        at = end;
        return end != Quotes.NOWHERE;
    }

    private boolean quotedIdentifier(int end) {
        if (end == Quotes.NOWHERE) {
            return false;
        }
        tokens.add(new Token(Kind.QUOTED, sql.substring(at + 1, end - 1)));
        at = end;
        return true;
    }

    private boolean add(Kind kind, int end) {
        tokens.add(new Token(kind, sql.substring(at, end)));
        at = end;
        return true;
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : PAST_THE_END;
    }
}
