package io.tidemark.sql;

import java.util.Set;

/**
 * The JDBC escapes that PostgreSQL's driver replaces before it sends a text (its {@code Parser} and
 * {@code EscapedFunctions2}): {@code {d '…'}}, {@code {t '…'}}, {@code {ts '…'}}, {@code {escape '…'}}
 * and {@code {fn name(…)}}. The server rejects any other braces, or they are a call.
 */
final class JdbcEscapes {

    /** The JDBC functions that the driver translates, each to harmless functions. */
    private static final Set<String> REPLACED = WordList.of(
            """
            ceiling char concat curdate curtime database dayname dayofmonth dayofweek dayofyear hour ifnull insert lcase left
            length locate log log10 ltrim minute month monthname power quarter right second space substring timestampadd
            timestampdiff truncate ucase user week year
            """);

    private JdbcEscapes() {}

    /**
     * Whether this is the name of a function after <code>&#123;fn</code> that the driver replaces.
     */
    static boolean isFunction(Tokens tokens, int name) {
        return tokens.at(name - 1).isWord("fn")
                && tokens.at(name - 2).isSymbol("{")
                && tokens.at(name).kind() == Token.Kind.WORD
                && REPLACED.contains(tokens.at(name).text());
    }

    /** Whether the brace at this index opens an escape whose content is unambiguous. */
    static boolean isHarmlessAt(Tokens tokens, MatchingParentheses nesting, int brace) {
        Token kind = tokens.at(brace + 1);
        if (kind.kind() != Token.Kind.WORD) {
            return false;
        }
        return switch (kind.text()) {
            // The driver searches for the next closing brace, even within a string.
            case "d", "t", "ts", "escape" ->
                tokens.at(brace + 2).equals(Token.STRING)
                        && tokens.at(brace + 3).isSymbol("}");
            case "fn" ->
                tokens.at(brace + 2).kind() == Token.Kind.WORD
                        && tokens.at(Math.max(0, nesting.behind(brace + 3))).isSymbol("}");
            default -> false;
        };
    }
}
