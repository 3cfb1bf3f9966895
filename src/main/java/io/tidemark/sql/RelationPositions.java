package io.tidemark.sql;

import io.tidemark.sql.Token.Kind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The tokens of a text that can name a relation: those in a {@code FROM} list, after {@code TABLE}, and the target of a
 * change that {@code EXPLAIN} plans. In every other position a name belongs to a column, alias, function or type.
 *
 * <p>Errs to a relation if the text is ambiguous. Source: PostgreSQL's grammar ({@code gram.y}, {@code from_clause})
 * and "SQL Key Words". The words below are reserved, so that only a label after {@code AS} or a dot can have such a
 * name.
 */
final class RelationPositions {

    private enum Clause {
        /** Names in it are columns, functions and types. */
        EXPRESSIONS,

        /** A {@code FROM} list, including the conditions of its joins. */
        TABLES,

        /** The arguments of {@code extract} and similar functions, where {@code FROM} is a separator. */
        SPECIAL_ARGUMENTS
    }

    private static final Set<String> BEFORE_EXPRESSIONS = WordList.of(
            "select where group having order limit offset fetch window returning union intersect except for");

    private static final Set<String> BEFORE_TABLES = WordList.of("from join table into");

    /** They are not reserved, and matter only where EXPLAIN plans a change. */
    private static final Set<String> BEFORE_TABLES_OF_CHANGES = WordList.of("update using");

    /** All words that change the state, so that most words of a text need only one look-up. */
    private static final Set<String> KEY_WORDS = keyWords();

    /** Words between such a word and the relation. */
    private static final Set<String> MODIFIERS = WordList.of("only lateral");

    private static final Set<String> SPECIAL = WordList.of("extract substring trim overlay position");

    private final Tokens tokens;
    private final BitSet possible = new BitSet();
    private final BitSet certain = new BitSet();
    private final Deque<Clause> outer = new ArrayDeque<>();
    private final boolean explained;
    private Clause clause = Clause.EXPRESSIONS;
    private boolean expected;

    RelationPositions(Tokens tokens) {
        this.tokens = tokens;
        this.explained = holdExplain(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            visit(i);
        }
    }

    /** Whether the token at this index can be a part of a relation's name. */
    boolean contain(int index) {
        return index >= 0 && possible.get(index);
    }

    /**
     * Whether the token at this index is the last part of a name that can only belong to a relation or a common table.
     */
    boolean areCertainAt(int index) {
        return index >= 0 && certain.get(index);
    }

    private static Set<String> keyWords() {
        Set<String> words = new HashSet<>(WordList.of("with values"));
        words.addAll(BEFORE_EXPRESSIONS);
        words.addAll(BEFORE_TABLES);
        words.addAll(BEFORE_TABLES_OF_CHANGES);
        return words;
    }

    private static boolean holdExplain(Tokens tokens) {
        for (Token token : tokens.list()) {
            if (token.isWord("explain")) {
                return true;
            }
        }
        return false;
    }

    private void visit(int index) {
        Token token = tokens.at(index);
        switch (token.kind()) {
            case SYMBOL -> symbol(token, index);
            case QUOTED -> name(index);
            case WORD -> word(token.text(), index);
            case STRING, NUMBER, PARAMETER, OPERATOR -> expected = false;
        }
    }

    private void symbol(Token symbol, int index) {
        switch (symbol.text()) {
            case "(" -> open(index);
            case ")" -> {
                clause = outer.isEmpty() ? Clause.EXPRESSIONS : outer.pop();
                expected = false;
            }
            case "," -> separator();
            case ";" -> {
                clause = Clause.EXPRESSIONS;
                expected = false;
            }
            // A dot between the parts of a name does not change the state.
            case "." -> {}
            default -> expected = false;
        }
    }

    private void open(int index) {
        outer.push(clause);
        if (expected) {
            clause = Clause.TABLES;
            return;
        }
        Token leader = tokens.at(index - 1);
        boolean special = leader.kind() == Kind.WORD && SPECIAL.contains(leader.text());
        clause = special ? Clause.SPECIAL_ARGUMENTS : Clause.EXPRESSIONS;
    }

    private void separator() {
        expected = clause == Clause.TABLES;
    }

    private void word(String word, int index) {
        if (!expected && !KEY_WORDS.contains(word)) {
            return;
        }
        if (isLabel(index)) {
            name(index);
        } else if (isBeforeTables(word)) {
            if (!(word.equals("from") && isSeparator(index))) {
                clause = Clause.TABLES;
                expected = true;
            }
        } else if (isBeforeExpressions(word, index)) {
            clause = Clause.EXPRESSIONS;
            expected = false;
        } else if (!(expected && MODIFIERS.contains(word))) {
            name(index);
        }
    }

    private boolean isBeforeTables(String word) {
        return BEFORE_TABLES.contains(word) || (explained && BEFORE_TABLES_OF_CHANGES.contains(word));
    }

    private boolean isBeforeExpressions(String word, int index) {
        return switch (word) {
            case "group" -> !before(index, "within");
            case "for" -> clause != Clause.SPECIAL_ARGUMENTS;
            // WITH ORDINALITY does not end the list.
            case "with" -> expected;
            // Not reserved: an alias may have this name, too.
            case "values" -> expected && tokens.at(index + 1).isSymbol("(");
            default -> BEFORE_EXPRESSIONS.contains(word);
        };
    }

    private boolean before(int index, String word) {
        return tokens.at(index - 1).isWord(word);
    }

    private boolean isLabel(int index) {
        return before(index, "as") || tokens.at(index - 1).isSymbol(".");
    }

    /** FROM in {@code IS [NOT] DISTINCT FROM}, or within the arguments of {@code extract}. */
    private boolean isSeparator(int from) {
        if (clause == Clause.SPECIAL_ARGUMENTS) {
            return true;
        }
        return before(from, "distinct") && (before(from - 1, "is") || before(from - 1, "not")) && !isLabel(from - 2);
    }

    /** A name before a dot is a schema, and the name of the relation follows. */
    private void name(int index) {
        if (!expected) {
            return;
        }
        possible.set(index);
        Token next = tokens.at(index + 1);
        if (next.isSymbol(".")) {
            return;
        }
        expected = false;
        boolean call = next.isSymbol("(");
        boolean rowsFrom = tokens.at(index).isWord("rows") && next.isWord("from");
        if (!call && !rowsFrom && !explained) {
            certain.set(index);
        }
    }
}
