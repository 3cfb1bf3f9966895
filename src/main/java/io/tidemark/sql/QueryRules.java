package io.tidemark.sql;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the start of a query, and follows the common tables of a {@code WITH}. A data-modifying statement can only be
 * one of these, or follow them (PostgreSQL's manual: "WITH Queries").
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

    /** Whether the text begins like a read, whatever follows. */
    static boolean beginLikeRead(Tokens tokens) {
        int first = 0;
        while (tokens.at(first).isSymbol("(")) {
            first++;
        }
        Token token = tokens.at(first);
        return token.kind() == Token.Kind.WORD && READS.contains(token.text());
    }

    /**
     * Whether the text that begins here can only be a query, optionally in parentheses, whose common tables are
     * queries.
     */
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

    /** Whether the parenthesis at this index opens the columns of a common table. Valid after its WITH was examined. */
    boolean openColumns(int open) {
        return columnLists.get(open);
    }

    /** Whether an examined WITH has a common table of this name. */
    boolean nameCommonTable(String name) {
        return commonTables.contains(name);
    }

    /**
     * Whether the WITH at this index introduces common tables. It is a reserved word, and elsewhere follows an operand.
     */
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
                // A WITH directly after a WITH is not valid SQL. Without this check, a row of them would be followed
                // repeatedly.
                return !tokens.at(at).isWord("with") && beginsPlainly(at);
            }
            at++;
        }
    }

    /** Does not follow another WITH: those in parentheses are examined at their own position. */
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
