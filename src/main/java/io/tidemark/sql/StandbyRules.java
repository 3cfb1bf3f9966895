package io.tidemark.sql;

import io.tidemark.sql.Token.Kind;
import java.util.Set;

/**
 * Finds the {@link StandbyEffect} of a text by its tokens.
 *
 * <p>Errs to {@code WRONG} for a column, table or function that only has the name of something wrong. Errs to {@code
 * FAITHFUL} for what a function of the database does inside, as a standby does.
 *
 * <p>Source: PostgreSQL, "Hot Standby", section "User's Overview", and what standbys of PostgreSQL 15 and 18 were seen to do.
 */
final class StandbyRules {

    private static final String SEQUENCES = "pg_sequences";

    private static final Set<String> ENDS = WordList.of("commit end abort rollback");

    private static final int NOWHERE = -1;

    private final Tokens tokens;
    private final DatabaseNames database;
    private final RelationPositions relations;
    private final boolean copies;
    private final boolean knowsAllRelations;

    private StandbyRules(Tokens tokens, DatabaseNames database) {
        this.tokens = tokens;
        this.database = database;
        this.relations = new RelationPositions(tokens);
        this.copies = tokens.list().stream().anyMatch(token -> token.isWord("copy"));
        this.knowsAllRelations = knowsAllRelations();
    }

    static StandbyEffect effect(String sql, DatabaseNames database) {
        Tokens tokens = Lexer.tokens(sql);
        StandbyEffect effect = effect(sql, tokens, database);
        if (!tokens.ambiguous()) {
            return effect;
        }
        StandbyEffect other = effect(sql, Lexer.tokensIfBackslashesEscape(sql), database);
        return effect == other ? effect : StandbyEffect.WRONG;
    }

    private static StandbyEffect effect(String sql, Tokens tokens, DatabaseNames database) {
        if (sql.isBlank()) {
            // An empty batch.
            return StandbyEffect.FAITHFUL;
        }
        if (tokens.size() == 0
                || ReadWriteRequest.isAskedForIn(sql, tokens)
                || ServerBoundFunctions.areHiddenIn(sql, tokens)
                || setsTemporarySchema(sql, tokens)) {
            return StandbyEffect.WRONG;
        }
        return new StandbyRules(tokens, database).effect();
    }

    /**
     * With {@code pg_temp} in its search path a primary makes that schema when {@code current_schema()} is called; a standby
     * refuses to. The name may be in a string.
     */
    private static boolean setsTemporarySchema(String sql, Tokens tokens) {
        boolean sets = tokens.list().stream()
                .anyMatch(token ->
                        token.isWord("set") || (token.isName() && token.text().equals("set_config")));
        return sets && Characters.lowerCase(sql).contains("pg_temp");
    }

    private StandbyEffect effect() {
        for (int i = 0; i < tokens.size(); i++) {
            if (isWrong(i)) {
                return StandbyEffect.WRONG;
            }
        }
        StandbyEffect all = StandbyEffect.FAITHFUL;
        int statements = 0;
        int from = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || tokens.at(i).isSymbol(";")) {
                if (i > from) {
                    all = with(all, ofStatement(from, i), statements);
                    statements++;
                }
                from = i + 1;
            }
        }
        return all;
    }

    /** The effect of a text so far and of its next statement. */
    private static StandbyEffect with(StandbyEffect before, StandbyEffect next, int statements) {
        if (statements == 0 || (before == next && before == StandbyEffect.SETTING)) {
            return next;
        }
        // What follows the end of a transaction is in another one, for which no server was chosen.
        return before == StandbyEffect.FAITHFUL && next != StandbyEffect.SETTING ? next : StandbyEffect.WRONG;
    }

    private boolean isWrong(int index) {
        Token token = tokens.at(index);
        if (!token.isName()) {
            return false;
        }
        boolean call = tokens.at(index + 1).isSymbol("(");
        return call ? ServerBoundFunctions.contain(token.text()) : isStateOfSequence(token.text(), index);
    }

    private boolean isStateOfSequence(String name, int index) {
        if (ServerBoundFunctions.isColumnOfSequence(name)) {
            return !knowsAllRelations;
        }
        return (name.equals(SEQUENCES) || database.isSequence(name)) && (relations.contain(index) || copies);
    }

    /** A name that is not known may be that of a new sequence. */
    private boolean knowsAllRelations() {
        for (int i = 0; i < tokens.size(); i++) {
            if (relations.areCertainAt(i) && !database.hasRelation(tokens.at(i).text())) {
                return false;
            }
        }
        // COPY names a relation where no query does.
        return database.knowsRelations() && !copies;
    }

    private StandbyEffect ofStatement(int from, int to) {
        Token first = tokens.at(from);
        if (first.kind() == Kind.WORD && ENDS.contains(first.text())) {
            return ofEnd(from, to);
        }
        return switch (first.kind() == Kind.WORD ? first.text() : "") {
            case "set" -> ofSet(from, to);
            case "reset" -> ofSession(from, to);
            case "lock" -> excludesNoWriter(from, to) ? StandbyEffect.WRONG : StandbyEffect.FAITHFUL;
            // On this server, which may be another one at the next time.
            case "checkpoint" -> StandbyEffect.WRONG;
            case "copy" -> copiesToClient(from, to) ? StandbyEffect.FAITHFUL : StandbyEffect.WRONG;
            default -> ofSetConfig(from, to);
        };
    }

    private StandbyEffect ofEnd(int from, int to) {
        Token first = tokens.at(from);
        if (!first.isWord("rollback") && !first.isWord("abort")) {
            return StandbyEffect.COMMIT;
        }
        return find("to", from, to) == NOWHERE ? StandbyEffect.ROLLBACK : StandbyEffect.FAITHFUL;
    }

    private StandbyEffect ofSet(int from, int to) {
        Token second = tokens.at(from + 1);
        if (second.isWord("transaction")) {
            // It may be the primary's, or have the name of one.
            return find("snapshot", from, to) == NOWHERE ? StandbyEffect.FAITHFUL : StandbyEffect.WRONG;
        }
        return second.isWord("local") || second.isWord("constraints") ? StandbyEffect.FAITHFUL : ofSession(from, to);
    }

    /** A lock of the weaker modes, which a standby grants although a writer on the primary may hold what it excludes. */
    private boolean excludesNoWriter(int from, int to) {
        int row = find("row", from, to);
        return row != NOWHERE && tokens.at(row - 1).isWord("in");
    }

    /** Anything else writes a table, or a file of this server. */
    private boolean copiesToClient(int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.at(i).isWord("to") && tokens.at(i + 1).isWord("stdout")) {
                return true;
            }
        }
        return false;
    }

    /** Settings are brought to other connections by their text, which needs the values in it. */
    private StandbyEffect ofSession(int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.at(i).kind() == Kind.PARAMETER) {
                return StandbyEffect.WRONG;
            }
        }
        return StandbyEffect.SETTING;
    }

    private StandbyEffect ofSetConfig(int from, int to) {
        for (int i = from; i < to; i++) {
            if (SetConfigCalls.isAt(tokens, i) && !SetConfigCalls.isLocalAt(tokens, i)) {
                // Alone it can be repeated: nothing else runs with it.
                return SetConfigCalls.isAlone(tokens, from, to) ? ofSession(from, to) : StandbyEffect.WRONG;
            }
        }
        return StandbyEffect.FAITHFUL;
    }

    private int find(String word, int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.at(i).isWord(word)) {
                return i;
            }
        }
        return NOWHERE;
    }
}
