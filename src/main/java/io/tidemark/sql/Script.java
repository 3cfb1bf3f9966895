package io.tidemark.sql;

import io.tidemark.sql.Token.Kind;
import java.util.Set;

/** The rules for the statements of one text: see {@link Classifier}. */
final class Script {

    /** What makes FOR a locking clause. */
    private static final Set<String> LOCKS = Words.of("update no share key");

    /** A sequence's columns: the WAL runs ahead of them, by up to 32 values. */
    private static final Set<String> SEQUENCE_COLUMNS = Words.of("last_value log_cnt is_called");

    /** System columns that are not in the WAL (source: {@code heapam_xlog.h}). */
    private static final Set<String> COMMANDS_OF_A_TRANSACTION = Words.of("cmin cmax");

    private static final Set<String> CHANGES = Words.of("insert update delete merge");

    /** PostgreSQL cuts a name off behind so many bytes: then it is another one. */
    private static final int LONGEST_NAME = 63;

    private final Tokens tokens;
    private final Functions functions;
    private final Nesting nesting;
    private final Queries queries;
    private final RelationPositions relations;
    private final Parentheses parentheses;

    private boolean unknown;
    private boolean timed;

    private Script(Tokens tokens, Functions functions) {
        this.tokens = tokens;
        this.functions = functions;
        this.nesting = new Nesting(tokens);
        this.queries = new Queries(tokens, nesting);
        this.relations = new RelationPositions(tokens);
        this.parentheses = new Parentheses(tokens, functions, queries, nesting, relations);
    }

    /** What was found in a text. */
    enum Finding {
        READ,

        /** A read that may ask for the server's time. */
        READ_BY_CLOCK,

        WRITE,

        /** A write, too: it calls a function that is not known. */
        UNKNOWN;

        boolean isRead() {
            return this == READ || this == READ_BY_CLOCK;
        }
    }

    /** Whether the tokens are nothing but reads, and at least one. */
    static Finding in(Tokens tokens, Functions functions) {
        Script script = new Script(tokens, functions);
        boolean reads = script.nesting.isBalanced()
                && tokens.operators().stream().noneMatch(functions::isHarmfulOperator)
                && script.holdsOnlyReads();
        if (reads) {
            return script.timed || tokens.timed() || tokens.operators().stream().anyMatch(functions::mayAskForTime)
                    ? Finding.READ_BY_CLOCK
                    : Finding.READ;
        }
        return script.unknown ? Finding.UNKNOWN : Finding.WRITE;
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

    /** Of a statement that is only planned, its kind does not matter. */
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
        // Not its own parenthesis, which EXPLAIN would seem to call.
        int inside = kind.isSymbol("(") ? at + 1 : at;
        return at < to && queries.beginAt(at) && areHarmless(inside, to);
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
        timed |= mayAskForTime(token, index);
        return switch (token.kind()) {
            case STRING, NUMBER, PARAMETER -> true;
            case OPERATOR -> functions.isHarmlessOperator(token.text());
            case SYMBOL -> isHarmlessSymbol(token, index);
            case QUOTED -> isHarmlessName(token.text(), index);
            case WORD -> isHarmlessName(token.text(), index) && isHarmlessWord(token.text(), index);
        };
    }

    private boolean mayAskForTime(Token token, int index) {
        String text = token.text();
        return switch (token.kind()) {
            case WORD ->
                ClockWords.isKeyWord(text)
                        || namesClock(text, index)
                        || WrittenOperators.of(text).stream().anyMatch(functions::mayAskForTime)
                        || (!functions.knowsRelations() && (text.equals("from") || text.equals("table")));
            case QUOTED -> namesClock(text, index);
            case OPERATOR -> functions.mayAskForTime(text);
            case STRING, NUMBER, PARAMETER, SYMBOL -> false;
        };
    }

    /** The name of a function counts where it is called: a column may be called so, too. */
    private boolean namesClock(String name, int index) {
        return functions.mayAskForTime(name)
                || (relations.contain(index) && functions.relationMayAskForTime(name))
                || (tokens.at(index + 1).isSymbol("(") && functions.callMayAskForTime(name))
                || (tokens.at(index - 1).isSymbol(".") && functions.attributeMayAskForTime(name));
    }

    private boolean isHarmlessSymbol(Token symbol, int index) {
        return switch (symbol.text()) {
            case "(" -> {
                boolean harmless = parentheses.areHarmlessAt(index);
                unknown |= !harmless && functions.lacks(tokens.at(index - 1).text());
                yield harmless;
            }
            case "{" -> JdbcEscapes.isHarmlessAt(tokens, nesting, index);
            default -> true;
        };
    }

    private boolean isHarmlessName(String name, int index) {
        return !isColumnOfOneServer(name, index)
                && !functions.isHarmfulType(name)
                && !(tokens.at(index - 1).isSymbol(".") && functions.isHarmfulAttribute(name))
                && Characters.bytes(name) <= LONGEST_NAME
                && (!relations.contain(index) || isHarmlessRelation(name, index));
    }

    /** Of a sequence, as long as nothing tells sequences from tables, or of any table in its last transaction. */
    private boolean isColumnOfOneServer(String name, int index) {
        return COMMANDS_OF_A_TRANSACTION.contains(name)
                || (!functions.knowsRelations()
                        && SEQUENCE_COLUMNS.contains(name)
                        && !tokens.at(index + 1).isSymbol("("));
    }

    /** A relation that is not in the catalogue may have been made, as whatever it is, since that was read. */
    private boolean isHarmlessRelation(String name, int index) {
        boolean missing = functions.knowsRelations()
                && relations.areCertainAt(index)
                && !functions.hasRelation(name)
                && !queries.nameCommonTable(name);
        unknown |= missing;
        return !missing && SystemNames.permit(name) && !functions.isHarmfulRelation(name);
    }

    private boolean isHarmlessWord(String word, int index) {
        return switch (word) {
            case "into" -> false;
            case "for" -> {
                Token next = tokens.at(index + 1);
                yield next.kind() != Kind.WORD || !LOCKS.contains(next.text());
            }
            case "with" -> !queries.isWith(index) || queries.isHarmlessWith(index);
            default -> WrittenOperators.of(word).stream().noneMatch(functions::isHarmfulOperator);
        };
    }
}
