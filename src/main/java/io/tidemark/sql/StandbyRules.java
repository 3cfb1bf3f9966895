package io.tidemark.sql;

import io.tidemark.sql.Token.Kind;
import java.util.Set;

/**
 * Finds the {@link StandbyEffect} of a text by its tokens.
 *
 * <p>Errs to {@code WRONG} for a column, table or function that shares its name with a harmful object. Errs to
 * {@code FAITHFUL} for statements inside a function of the database.
 *
 * <p>Source: PostgreSQL, "Hot Standby", section "User's Overview", and the observed behaviour of standbys of PostgreSQL
 * 15 and 18.
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
     * With {@code pg_temp} in its search path, a primary creates that schema when {@code current_schema()} is called; a
     * standby rejects the call. The name may be in a string.
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

    /** Combines the effect of the text so far with that of its next statement. */
    private static StandbyEffect with(StandbyEffect before, StandbyEffect next, int statements) {
        if (statements == 0 || (before == next && before == StandbyEffect.SETTING)) {
            return next;
        }
        // Statements after the end of a transaction belong to another one, for which no server was chosen.
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

    /** An unknown name may belong to a new sequence. */
    private boolean knowsAllRelations() {
        for (int i = 0; i < tokens.size(); i++) {
            if (relations.areCertainAt(i) && !database.hasRelation(tokens.at(i).text())) {
                return false;
            }
        }
        // COPY names a relation in a position that no query uses.
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
            // It acts on this server, while the next statement may run on another one.
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
            // The snapshot may be the primary's, or have the name of one.
            return find("snapshot", from, to) == NOWHERE ? StandbyEffect.FAITHFUL : StandbyEffect.WRONG;
        }
        return second.isWord("local") || second.isWord("constraints") ? StandbyEffect.FAITHFUL : ofSession(from, to);
    }

    /**
     * A lock in one of the weaker modes. A standby grants it although a writer on the primary may hold a conflicting
     * lock.
     */
    private boolean excludesNoWriter(int from, int to) {
        int row = find("row", from, to);
        return row != NOWHERE && tokens.at(row - 1).isWord("in");
    }

    /** Any other COPY writes a table, or a file of this server. */
    private boolean copiesToClient(int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.at(i).isWord("to") && tokens.at(i + 1).isWord("stdout")) {
                return true;
            }
        }
        return false;
    }

    /** Settings are copied to other connections as text, which must therefore contain the values. */
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
                // A single call can be repeated, because no other expression runs with it.
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
