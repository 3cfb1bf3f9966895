package io.tidemark.sql;

import java.util.Set;

/**
 * Tells the parentheses of SQL's grammar and of harmless functions from the calls of all others.
 *
 * <p>Any word before a parenthesis is a call unless PostgreSQL's grammar cannot read it as one. Its key words come in kinds
 * (its manual: "SQL Key Words"): those that are reserved or that "cannot be function or type" never are; one that is not
 * reserved, or only for "function or type", can be the name of somebody's function, and is one unless its place forbids it.
 */
final class Parentheses {

    /** Key words that cannot name a function without quotes, from PostgreSQL 15 on. */
    private static final Set<String> NEVER_FUNCTIONS = Words.of(
            """
            all and any array as asymmetric between bigint bit boolean both case cast char character coalesce current_time
            current_timestamp dec decimal default distinct else except exists extract float for from greatest group
            grouping having in int integer intersect interval lateral leading least limit localtime localtimestamp national
            nchar normalize not nullif numeric offset on only or overlay position real row select smallint some substring
            symmetric then time timestamp to trailing trim union using values varchar variadic when where xmlattributes
            xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
            """);

    /** The same from PostgreSQL 16 or 17 on; before, somebody's function may have such a name. */
    private static final Set<String> NEVER_FUNCTIONS_NOW = Words.of(
            """
            json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
            json_table json_value
            """);

    /** Words that belong to the operand before them, if there is one: an operand directly before a call is no SQL. */
    private static final Set<String> AFTER_OPERANDS =
            Words.of("columns escape filter ilike join over passing repeatable");

    /** Words that, although they look like an operand, may have an expression, or a function in FROM, behind them. */
    private static final Set<String> BEFORE_OPERANDS = Words.of(
            """
            all and any array as asymmetric between both by case default distinct else escape except first for from groups
            having ilike in intersect is join lateral leading like limit next not offset on only or passing placing range
            returning row rows select set similar some symmetric table tablesample then to trailing union using values
            variadic when where window zone
            """);

    private final Tokens tokens;
    private final Functions functions;
    private final Queries queries;
    private final Nesting nesting;

    Parentheses(Tokens tokens, Functions functions, Queries queries, Nesting nesting) {
        this.tokens = tokens;
        this.functions = functions;
        this.queries = queries;
        this.nesting = nesting;
    }

    /** Whether what stands before the parenthesis at this index is no call, or that of a harmless function. */
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
            // Behind a dot every key word may name a function.
            case 2 -> functions.isHarmless(tokens.at(first).text(), text);
            case 0 ->
                (closesOperand(first - 1) && holdsNames(open))
                        || functions.isHarmless(text)
                        || isGrammar(name, before)
                        || isEscaped(name);
            default -> false;
        };
    }

    /** Where the name that ends here begins, with its schema and what else is before dots. */
    private int first(int name) {
        int first = name;
        while (tokens.at(first - 1).isSymbol(".") && tokens.at(first - 2).isName()) {
            first -= 2;
        }
        return tokens.at(first - 1).isSymbol(".") ? first - 1 : first;
    }

    /** Unless it is that of {@code DISTINCT ON (…)} or {@code OPERATOR(…)}, which have an expression behind them. */
    private boolean closesOperand(int index) {
        if (!tokens.at(index).isSymbol(")")) {
            return false;
        }
        int leader = nesting.partner(index) - 1;
        boolean distinctOn =
                tokens.at(leader).isWord("on") && tokens.at(leader - 1).isWord("distinct");
        return !distinctOn && !tokens.at(leader).isWord("operator");
    }

    /** Whether these are the columns of a table, whose name stands before: {@code (…) x(a, b)}. */
    private boolean holdsNames(int open) {
        int at = open + 1;
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
                || (NEVER_FUNCTIONS_NOW.contains(word) && functions.lacks(word));
    }

    /** Key words that are not reserved, behind or before one that leaves them no other meaning. */
    private boolean isLedBy(Token leader, String word, int name) {
        return switch (word) {
            case "by" -> leader.isWord("group") || leader.isWord("order") || leader.isWord("partition");
            case "rollup", "cube" -> leader.isWord("by") && tokens.at(name - 2).isWord("group");
            case "sets" -> leader.isWord("grouping");
            case "first", "next" -> leader.isWord("fetch");
            case "bernoulli", "system" -> leader.isWord("tablesample");
            case "varying" -> leader.isWord("character") || leader.isWord("char") || leader.isWord("bit");
            case "zone" -> leader.isWord("time");
            case "materialized" -> leader.isWord("not") && tokens.at(name - 2).isWord("as");
            case "operator" -> holdsOperator(name + 2);
            default -> false;
        };
    }

    /** {@code OPERATOR(schema.+)}; the operator is judged where it stands. */
    private boolean holdsOperator(int inside) {
        int at = inside;
        while (tokens.at(at).isName() && tokens.at(at + 1).isSymbol(".")) {
            at += 2;
        }
        return tokens.at(at).kind() == Token.Kind.OPERATOR && tokens.at(at + 1).isSymbol(")");
    }

    private boolean isEscaped(int name) {
        return JdbcEscapes.isFunction(tokens, name)
                && functions.lacks(tokens.at(name).text());
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
