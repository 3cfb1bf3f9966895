package io.tidemark.sql;

import io.tidemark.sql.Token.Kind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules by which all statements of a text are reads: see {@link Classifier}. */
final class ReadRules {

    private static final Set<String> CHANGES = WordList.of("insert update delete merge");

    private final Tokens tokens;
    private final DatabaseNames database;
    private final MatchingParentheses nesting;
    private final QueryRules queries;
    private final RelationPositions relations;
    private final TypePositions types;
    private final NameRules names;
    private final CallRules parentheses;

    private @Nullable WriteCause cause;
    private boolean timed;

    private ReadRules(Tokens tokens, DatabaseNames database) {
        this.tokens = tokens;
        this.database = database;
        this.nesting = new MatchingParentheses(tokens);
        this.queries = new QueryRules(tokens, nesting);
        this.relations = new RelationPositions(tokens);
        this.types = new TypePositions(tokens);
        this.names = new NameRules(tokens, database, queries, relations, types);
        this.parentheses = new CallRules(tokens, database, queries, nesting, relations);
    }

    /** Classifies the tokens: a read if they consist of at least one read, and of reads only. */
    static Classification in(Tokens tokens, DatabaseNames database) {
        ReadRules script = new ReadRules(tokens, database);
        if (script.isRead()) {
            boolean timed = script.timed
                    || tokens.timed()
                    || tokens.operators().stream().anyMatch(database::mayAskForTime);
            Classification read = timed ? Classification.READ_BY_CLOCK : Classification.READ;
            return script.names.missing().isEmpty() ? read : read.withUnknown();
        }
        WriteCause known = script.cause;
        WriteCause.Kind kind =
                tokens.size() == 0 || !script.nesting.isBalanced() ? WriteCause.Kind.TEXT : WriteCause.Kind.STATEMENT;
        return Classification.of(known == null ? WriteCause.of(kind) : known);
    }

    private boolean isRead() {
        if (!nesting.isBalanced()) {
            return false;
        }
        for (String operator : tokens.operators()) {
            if (database.isHarmfulOperator(operator)) {
                return isNone(names.causeOfOperator(operator));
            }
        }
        return holdsOnlyReads() && isNone(names.causeOfAll());
    }

    /** Whether there is no cause. The last cause found is the one that ends the search. */
    private boolean isNone(@Nullable WriteCause found) {
        cause = found;
        return found == null;
    }

    private boolean holdsOnlyReads() {
        int reads = 0;
        int from = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || tokens.at(i).isSymbol(";")) {
                if (i > from) {
                    if (!isRead(from, i)) {
                        return false;
                    }
                    reads++;
                }
                from = i + 1;
            }
        }
        return reads > 0;
    }

    private boolean isRead(int from, int to) {
        Token first = tokens.at(from);
        if (first.isWord("show")) {
            return ShowStatement.isHarmless(tokens, from, to);
        }
        if (first.isWord("explain")) {
            return explainsRead(from, to);
        }
        return queries.beginAt(from) && areHarmless(from, to);
    }

    /** The kind of a statement that is only planned does not matter. */
    private boolean explainsRead(int from, int to) {
        int at = from + 1;
        boolean run = false;
        if (tokens.at(at).isSymbol("(") && !queries.beginAt(at)) {
            int end = nesting.behind(at);
            for (at++; at < end; at++) {
                Token option = tokens.at(at);
                if (option.kind() == Kind.OPERATOR || option.isSymbol("(") || !isHarmless(at)) {
                    return false;
                }
                run |= isAnalyze(option);
            }
        }
        for (; isAnalyze(tokens.at(at)) || tokens.at(at).isWord("verbose"); at++) {
            run |= isAnalyze(tokens.at(at));
        }
        Token kind = tokens.at(at);
        if (!run && kind.kind() == Kind.WORD && CHANGES.contains(kind.text())) {
            boolean into = kind.text().equals("insert") || kind.text().equals("merge");
            return areHarmless(into ? at + 2 : at + 1, to);
        }
        // Skips the statement's own parenthesis, which would look like a call of EXPLAIN.
        int inside = kind.isSymbol("(") ? at + 1 : at;
        return queries.beginAt(at) && areHarmless(inside, to);
    }

    private static boolean isAnalyze(Token token) {
        return token.isName() && (token.text().equals("analyze") || token.text().equals("analyse"));
    }

    private boolean areHarmless(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isHarmless(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isHarmless(int index) {
        Token token = tokens.at(index);
        if (token.isName() && names.isOrdinary(token.text(), index)) {
            return true;
        }
        timed |= mayAskForTime(token, index);
        return switch (token.kind()) {
            case STRING, NUMBER, PARAMETER -> true;
            case OPERATOR -> database.isHarmlessOperator(token.text()) || isNone(names.causeOfOperator(token.text()));
            case SYMBOL -> isHarmlessSymbol(token, index);
            case QUOTED -> isNone(names.causeOf(token.text(), index));
            case WORD -> isNone(names.causeOf(token.text(), index)) && isNone(names.causeOfWord(token.text(), index));
        };
    }

    private boolean mayAskForTime(Token token, int index) {
        String text = token.text();
        return switch (token.kind()) {
            case WORD -> ClockWords.isKeyWord(text) || namesClock(text, index) || callsClock(KeyWordOperators.of(text));
            case QUOTED -> namesClock(text, index);
            case OPERATOR -> database.mayAskForTime(text);
            case STRING, NUMBER, PARAMETER, SYMBOL -> false;
        };
    }

    private boolean callsClock(List<String> operators) {
        for (String operator : operators) {
            if (database.mayAskForTime(operator)) {
                return true;
            }
        }
        return false;
    }

    /** A name counts only in the position of a function, relation or type, since a column may have the same name. */
    private boolean namesClock(String name, int index) {
        return (database.mayAskForTime(name) && types.contain(index))
                || (relations.contain(index) && database.relationMayAskForTime(name))
                || ((tokens.at(index + 1).isSymbol("(") || names.isBehindValue(index))
                        && database.callMayAskForTime(name))
                || (tokens.at(index - 1).isSymbol(".") && database.attributeMayAskForTime(name));
    }

    private boolean isHarmlessSymbol(Token symbol, int index) {
        return switch (symbol.text()) {
            case "(" ->
                parentheses.areHarmlessAt(index)
                        || isNone(names.causeOfCall(tokens.at(index - 1).text()));
            case "{" -> JdbcEscapes.isHarmlessAt(tokens, nesting, index);
            default -> true;
        };
    }
}
