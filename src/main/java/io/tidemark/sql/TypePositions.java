package io.tidemark.sql;

import io.tidemark.sql.Token.Kind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a text that can name a type: in a cast, before a string or parenthesis, after {@code RETURNING}, or
 * after the name of a column in a list of columns. In every other position a name belongs to a column, alias or
 * relation.
 *
 * <p>If a text populates rows ({@code jsonb_populate_record(t, …)}) or plans a change, every name counts, because a
 * relation then stands for the type of its rows.
 *
 * <p>Errs to a type if the text is ambiguous. Source: PostgreSQL's grammar ({@code gram.y}: {@code Typename},
 * {@code func_name}, {@code TableFuncElement}, {@code xmltable_column_el}, {@code json_table_column_definition}).
 */
final class TypePositions {

    private static final Set<String> CASTS = WordList.of("cast treat xmlserialize");

    private static final Set<String> CHANGES = WordList.of("insert update merge");

    /** An operator of the extension hstore, which calls its populate_record. */
    private static final String FILLING = "#=";

    /** Words that cannot name a column without quotes. Source: "SQL Key Words", the reserved ones. */
    private static final Set<String> RESERVED = WordList.of(
            """
            all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
            current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc
            distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral
            leading limit localtime localtimestamp not null offset on only or order placing primary references returning
            select session_user some symmetric table then to trailing true union unique user using variadic when where
            window with
            """);

    private final Tokens tokens;

    /** Computed for the first name that is a type's; most texts have none. */
    private @Nullable Marks marks;

    /** The positions of each {@code AS} before the type of a cast, and whether every name counts. */
    private record Marks(boolean everywhere, BitSet casts) {}

    TypePositions(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Whether the name at this index can be that of a type, without its schema. */
    boolean contain(int index) {
        Token token = tokens.at(index);
        if (marks().everywhere || (token.kind() == Kind.WORD && TypeNames.haveGrammar(token.text()))) {
            return true;
        }
        Token next = tokens.at(index + 1);
        return next.kind() == Kind.STRING
                || (next.isSymbol("(") && !tokens.at(index - 1).isWord("as"))
                || isBehindLeader(next.isSymbol(".") ? index : first(index));
    }

    /** Returns the start of the name that ends here, including its schema. */
    private int first(int index) {
        int first = index;
        while (tokens.at(first - 1).isSymbol(".") && tokens.at(first - 2).isName()) {
            first -= 2;
        }
        return first;
    }

    private boolean isBehindLeader(int first) {
        int leader = first - 1;
        Token before = tokens.at(leader);
        return before.isSymbol("::")
                || before.isWord("returning")
                || (before.isWord("as") && marks().casts.get(leader))
                || isNameOfColumn(leader);
    }

    /**
     * Whether it can be the name of a column that is defined here: {@code AS x (a int, b text)}, {@code COLUMNS a int}.
     */
    private boolean isNameOfColumn(int index) {
        Token column = tokens.at(index);
        if (!column.isName() || (column.kind() == Kind.WORD && RESERVED.contains(column.text()))) {
            return false;
        }
        Token before = tokens.at(index - 1);
        return before.isSymbol("(") || before.isSymbol(",") || before.isWord("columns");
    }

    private Marks marks() {
        Marks known = marks;
        if (known == null) {
            known = new Marks(convertsRows(), casts());
            marks = known;
        }
        return known;
    }

    private boolean convertsRows() {
        boolean explains = false;
        boolean changes = false;
        for (Token token : tokens.list()) {
            String text = token.text();
            boolean fills = token.kind() == Kind.OPERATOR ? text.equals(FILLING) : FunctionBody.fillsRow(text);
            if (fills) {
                return true;
            }
            explains |= token.isWord("explain");
            changes |= token.kind() == Kind.WORD && CHANGES.contains(text);
        }
        return explains && changes;
    }

    /** Returns the positions of each AS directly within the parentheses of a cast. */
    private BitSet casts() {
        BitSet found = new BitSet();
        Deque<Boolean> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.at(i);
            if (token.isSymbol("(")) {
                Token leader = tokens.at(i - 1);
                open.push(leader.kind() == Kind.WORD && CASTS.contains(leader.text()));
            } else if (token.isSymbol(")")) {
                open.poll();
            } else if (token.isWord("as") && Boolean.TRUE.equals(open.peek())) {
                found.set(i);
            }
        }
        return found;
    }
}
