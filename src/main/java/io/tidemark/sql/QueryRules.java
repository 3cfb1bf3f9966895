package io.tidemark.sql;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells where a query begins, and follows the common tables of a {@code WITH}: a data-modifying statement can be nothing
 * but one of those, or what comes behind them (PostgreSQL's manual: "WITH Queries").
 */
final class QueryRules {

    private static final Set<String> READS = WordList.of("select values table with show explain");

    private static final int NOWHERE = MatchingParentheses.NOWHERE;

    private final Tokens tokens;
    private final MatchingParentheses nesting;
    private final BitSet columnLists = new BitSet();
    private final Set<String> commonTables = new HashSet<>();

    QueryRules(Tokens tokens, MatchingParentheses nesting) {
        this.tokens = tokens;
        this.nesting = nesting;
    }

    /** Whether the text begins as reads do, whatever comes behind it. */
    static boolean beginLikeRead(Tokens tokens) {
        int first = 0;
        while (tokens.at(first).isSymbol("(")) {
            first++;
        }
        Token token = tokens.at(first);
        return token.kind() == Token.Kind.WORD && READS.contains(token.text());
    }

    /** Whether what begins here can be nothing but a query, perhaps in parentheses, whose common tables are queries. */
    boolean beginAt(int index) {
        int first = behindParentheses(index);
        return beginsPlainly(index) && (!tokens.at(first).isWord("with") || isHarmlessWith(first));
    }

    private int behindParentheses(int index) {
        int first = index;
        while (tokens.at(first).isSymbol("(")) {
            first++;
        }
        return first;
    }

    /** Whether the parenthesis at this index opens the columns of a common table; known once its WITH was looked at. */
    boolean openColumns(int open) {
        return columnLists.get(open);
    }

    /** Whether a WITH that was looked at has a common table of this name. */
    boolean nameCommonTable(String name) {
        return commonTables.contains(name);
    }

    /** Whether WITH, at this index, introduces common tables: it is reserved, and elsewhere stands behind an operand. */
    boolean isWith(int index) {
        Token before = tokens.at(index - 1);
        return tokens.at(index).isWord("with") && (index == 0 || before.isSymbol("(") || before.isSymbol(";"));
    }

    boolean isHarmlessWith(int with) {
        int at = with + (tokens.at(with + 1).isWord("recursive") ? 2 : 1);
        while (true) {
            at = behindCommonTable(at);
            if (at == NOWHERE) {
                return false;
            }
            if (!tokens.at(at).isSymbol(",")) {
                // A WITH behind a WITH is no SQL; without this, a row of them would be followed again and again.
                return !tokens.at(at).isWord("with") && beginsPlainly(at);
            }
            at++;
        }
    }

    /** Without following a further WITH: those in parentheses are looked at where they stand. */
    private boolean beginsPlainly(int index) {
        Token token = tokens.at(behindParentheses(index));
        return token.isWord("select") || token.isWord("values") || token.isWord("table") || token.isWord("with");
    }

    /** {@code name [(columns)] AS [[NOT] MATERIALIZED] (query) [SEARCH …] [CYCLE …]} */
    private int behindCommonTable(int name) {
        if (!tokens.at(name).isName()) {
            return NOWHERE;
        }
        commonTables.add(tokens.at(name).text());
        int at = name + 1;
        if (tokens.at(at).isSymbol("(")) {
            columnLists.set(at);
            at = nesting.behind(at);
        }
        if (at == NOWHERE || !tokens.at(at).isWord("as")) {
            return NOWHERE;
        }
        at++;
        at += tokens.at(at).isWord("not") ? 1 : 0;
        at += tokens.at(at).isWord("materialized") ? 1 : 0;
        int end = nesting.behind(at);
        return end != NOWHERE && beginsPlainly(at + 1) ? behindCycle(behindSearch(end)) : NOWHERE;
    }

    /** {@code SEARCH DEPTH FIRST BY columns SET name} */
    private int behindSearch(int at) {
        if (!tokens.at(at).isWord("search")) {
            return at;
        }
        int set = find("set", at);
        return set == NOWHERE ? NOWHERE : set + 2;
    }

    /** {@code CYCLE columns SET name [TO value DEFAULT value] USING name} */
    private int behindCycle(int at) {
        if (at == NOWHERE || !tokens.at(at).isWord("cycle")) {
            return at;
        }
        int using = find("using", at);
        return using == NOWHERE ? NOWHERE : using + 2;
    }

    private int find(String word, int from) {
        for (int i = from; i < tokens.size(); i++) {
            if (tokens.at(i).isWord(word)) {
                return i;
            }
            if (tokens.at(i).isSymbol("(") || tokens.at(i).isSymbol(";")) {
                return NOWHERE;
            }
        }
        return NOWHERE;
    }
}
