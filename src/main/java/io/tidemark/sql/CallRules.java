package io.tidemark.sql;

import java.util.BitSet;
import java.util.Set;

/**
 * Distinguishes parentheses of SQL's grammar and calls of harmless functions from all other calls.
 *
 * <p>Any word before a parenthesis is a call unless PostgreSQL's grammar cannot read it as one. Its key words come in
 * classes (its manual: "SQL Key Words"). Reserved words, and those that "cannot be function or type", are never calls.
 * A word that is not reserved, or reserved except for "function or type", may be the name of a user-defined function.
 * It counts as a call unless its position excludes that.
 */
final class CallRules {

    /** Key words that cannot name a function without quotes, from PostgreSQL 15 on. */
    private static final Set<String> NEVER_FUNCTIONS = WordList.of(
            """
            all and any array as asymmetric between bigint bit boolean both case cast char character coalesce current_time
            current_timestamp dec decimal default distinct else except exists extract float for from greatest group
            grouping having in int integer intersect interval lateral leading least limit localtime localtimestamp national
            nchar normalize not nullif numeric offset on only or overlay position real row select smallint some substring
            symmetric then time timestamp to trailing trim union using values varchar variadic when where xmlattributes
            xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
            """);

    /** The same from PostgreSQL 16 or 17 on; in earlier versions a user-defined function may have such a name. */
    private static final Set<String> NEVER_FUNCTIONS_NOW = WordList.of(
            """
            json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
            json_table json_value
            """);

    /** Words that belong to a preceding operand: an operand directly before a call is not valid SQL. */
    private static final Set<String> AFTER_OPERANDS =
            WordList.of("columns escape filter ilike join over passing repeatable");

    /** Words that look like an operand, although an expression, or a function in FROM, may follow them. */
    private static final Set<String> BEFORE_OPERANDS = WordList.of(
            """
            all and any array as asymmetric between both by case default distinct else escape except first for from groups
            having ilike in intersect is join lateral leading like limit next not offset on only or passing placing range
            returning row rows select set similar some symmetric table tablesample then to trailing union using values
            variadic when where window zone
            """);

    /** Clauses that, in a backward search from a grouping element, cannot precede its {@code GROUP BY}. */
    private static final Set<String> BEFORE_GROUPING = WordList.of("select from where having order window");

    private static final Set<String> INTERVAL_FIELDS = WordList.of("day hour minute");

    private final Tokens tokens;
    private final DatabaseNames database;
    private final QueryRules queries;
    private final MatchingParentheses nesting;
    private final RelationPositions relations;
    private final HarmlessOverloads overloads;

    /** Indexes that are known to continue a {@code GROUP BY}, so that a long one is not searched repeatedly. */
    private final BitSet groupings = new BitSet();

    CallRules(
            Tokens tokens,
            DatabaseNames database,
            QueryRules queries,
            MatchingParentheses nesting,
            RelationPositions relations) {
        this.tokens = tokens;
        this.database = database;
        this.queries = queries;
        this.nesting = nesting;
        this.relations = relations;
        this.overloads = new HarmlessOverloads(tokens, nesting, database);
    }

    /** Whether the parenthesis at this index is not a call, or is a call of a harmless function. */
    boolean areHarmlessAt(int open) {
        int name = open - 1;
        if (!tokens.at(name).isName() || queries.openColumns(open)) {
            return true;
        }
        int first = first(name);
        Token before = tokens.at(first - 1);
        if (before.isWord("as") || before.isSymbol("::")) {
            // An alias with its columns, or the type of a cast.
            return true;
        }
        String text = tokens.at(name).text();
        return switch (name - first) {
            // After a dot every key word may name a function.
            case 2 ->
                database.isHarmless(tokens.at(first).text(), text)
                        || (tokens.at(first).text().equals(FunctionPolicy.SYSTEM) && overloads.makeHarmless(open));
            case 0 ->
                (isBehindTable(first - 1) && holdsNames(open))
                        || database.isHarmless(text)
                        || overloads.makeHarmless(open)
                        || isGrammar(name, before)
                        || isEscaped(name);
            default -> false;
        };
    }

    /** Returns the start of the name that ends here, including its schema and other qualifiers. */
    private int first(int name) {
        int first = name;
        while (tokens.at(first - 1).isSymbol(".") && tokens.at(first - 2).isName()) {
            first -= 2;
        }
        return tokens.at(first - 1).isSymbol(".") ? first - 1 : first;
    }

    /** Whether a table, or parentheses in its place, end here, so that an alias follows. */
    private boolean isBehindTable(int index) {
        boolean ordinality =
                tokens.at(index).isWord("ordinality") && tokens.at(index - 1).isWord("with");
        return closesOperand(index) || relations.areCertainAt(index) || ordinality;
    }

    /** Excludes the parentheses of {@code DISTINCT ON (…)} and {@code OPERATOR(…)}, which an expression follows. */
    private boolean closesOperand(int index) {
        if (!tokens.at(index).isSymbol(")")) {
            return false;
        }
        int leader = nesting.partner(index) - 1;
        boolean distinctOn =
                tokens.at(leader).isWord("on") && tokens.at(leader - 1).isWord("distinct");
        return !distinctOn && !tokens.at(leader).isWord("operator");
    }

    /** Whether these are the columns of a table after its alias: {@code (…) x(a, b)}, or with types: {@code (a int)}. */
    private boolean holdsNames(int open) {
        int at = open + 1;
        if (tokens.at(at).isName() && tokens.at(at + 1).isName()) {
            return true;
        }
        while (tokens.at(at).isName() && tokens.at(at + 1).isSymbol(",")) {
            at += 2;
        }
        return tokens.at(at).isName() && tokens.at(at + 1).isSymbol(")");
    }

    private boolean isGrammar(int name, Token before) {
        Token token = tokens.at(name);
        if (token.kind() != Token.Kind.WORD) {
            return false;
        }
        String word = token.text();
        if (AFTER_OPERANDS.contains(word)) {
            return endsOperand(before.isWord("not") ? name - 2 : name - 1);
        }
        return NEVER_FUNCTIONS.contains(word)
                || isLedBy(before, word, name)
                || (NEVER_FUNCTIONS_NOW.contains(word) && database.lacks(word));
    }

    /** Key words that are not reserved, but unambiguous next to certain other words. */
    private boolean isLedBy(Token leader, String word, int name) {
        return switch (word) {
            case "by" -> leader.isWord("group") || leader.isWord("order") || leader.isWord("partition");
            case "rollup", "cube" -> isGrouping(name - 1);
            case "sets" -> leader.isWord("grouping");
            case "first", "next" -> leader.isWord("fetch");
            case "bernoulli", "system" -> leader.isWord("tablesample");
            case "varying" -> leader.isWord("character") || leader.isWord("char") || leader.isWord("bit");
            case "second" -> isIntervalField(name);
            case "zone" -> leader.isWord("time");
            case "materialized" -> leader.isWord("not") && tokens.at(name - 2).isWord("as");
            case "operator" -> holdsOperator(name + 2);
            default -> false;
        };
    }

    /** Whether {@code GROUP BY} ends here, with or without expressions and a comma. */
    private boolean isGrouping(int end) {
        int at = end;
        if (tokens.at(at).isSymbol(",")) {
            while (at >= 0 && !tokens.at(at).isWord("by") && !groupings.get(at)) {
                if (tokens.at(at).isSymbol(")")) {
                    at = nesting.partner(at);
                } else if (opensGroupingSets(at)) {
                    break;
                } else if (tokens.at(at).isSymbol("(")
                        || BEFORE_GROUPING.contains(tokens.at(at).text())) {
                    return false;
                }
                at--;
            }
        }
        boolean grouping = (at >= 0 && groupings.get(at))
                || opensGroupingSets(at)
                || (tokens.at(at).isWord("by") && tokens.at(at - 1).isWord("group"));
        if (grouping && end >= 0) {
            groupings.set(end);
        }
        return grouping;
    }

    private boolean opensGroupingSets(int open) {
        return tokens.at(open).isSymbol("(")
                && tokens.at(open - 1).isWord("sets")
                && tokens.at(open - 2).isWord("grouping");
    }

    /** {@code INTERVAL '…' SECOND(2)}, and the type {@code INTERVAL DAY TO SECOND(2)}. */
    private boolean isIntervalField(int second) {
        Token before = tokens.at(second - 1);
        return before.isWord("interval")
                || (before.kind() == Token.Kind.STRING && tokens.at(second - 2).isWord("interval"))
                || (before.isWord("to")
                        && INTERVAL_FIELDS.contains(tokens.at(second - 2).text()));
    }

    /** {@code OPERATOR(schema.+)}; the operator is evaluated at its own position. */
    private boolean holdsOperator(int inside) {
        int at = inside;
        while (tokens.at(at).isName() && tokens.at(at + 1).isSymbol(".")) {
            at += 2;
        }
        return tokens.at(at).kind() == Token.Kind.OPERATOR && tokens.at(at + 1).isSymbol(")");
    }

    private boolean isEscaped(int name) {
        return JdbcEscapes.isFunction(tokens, name)
                && database.lacks(tokens.at(name).text());
    }

    private boolean endsOperand(int index) {
        Token token = tokens.at(index);
        return switch (token.kind()) {
            case NUMBER, STRING, QUOTED -> true;
            case WORD -> tokens.at(index - 1).isSymbol(".") || !BEFORE_OPERANDS.contains(token.text());
            case SYMBOL -> token.isSymbol("]") || closesOperand(index);
            // In a plain Statement a question mark is an operator.
            case PARAMETER -> !token.text().equals("?");
            case OPERATOR -> false;
        };
    }
}
