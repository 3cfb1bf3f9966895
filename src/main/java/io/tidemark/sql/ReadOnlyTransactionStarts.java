package io.tidemark.sql;

import io.tidemark.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Texts that may begin a read-only transaction on a standby although they are no provable reads: they change no data,
 * and only report or set state of the transaction or session.
 *
 * <p>Excluded are settings that outlast the transaction, because the next transaction may run on another server, and
 * volatile functions of the database.
 */
final class ReadOnlyTransactionStarts {

    /** Functions that report the session, and one that sets state of the transaction: see {@link SetConfigCalls}. */
    private static final Set<String> OF_THE_SESSION = WordList.of("current_setting pg_backend_pid set_config version");

    private static final Token SEPARATOR = new Token(Kind.SYMBOL, ";");

    private ReadOnlyTransactionStarts() {}

    static boolean contain(String sql, DatabaseNames database) {
        Tokens tokens = Lexer.tokens(sql);
        DatabaseNames tolerant = new Tolerant(database);
        return !tokens.hinted()
                && !ReadWriteRequest.isAskedForIn(sql, tokens)
                && areAll(tokens, tolerant)
                && (!tokens.ambiguous() || areAll(Lexer.tokensIfBackslashesEscape(sql), tolerant));
    }

    private static boolean areAll(Tokens tokens, DatabaseNames tolerant) {
        List<Token> queries = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (SetConfigCalls.isAt(tokens, i) && !SetConfigCalls.isLocalAt(tokens, i)) {
                return false;
            }
            if (i == tokens.size() || tokens.at(i).isSymbol(";")) {
                if (i > from && !isOfTheTransaction(tokens, from)) {
                    queries.addAll(tokens.list().subList(query(tokens, from, i), i));
                    queries.add(SEPARATOR);
                }
                from = i + 1;
            }
        }
        if (queries.isEmpty()) {
            return tokens.size() > 0;
        }
        Tokens rest = new Tokens(queries, tokens.operators(), false, false, false);
        return ReadRules.in(rest, tolerant.of(rest)).isRead();
    }

    private static boolean isOfTheTransaction(Tokens tokens, int from) {
        Token first = tokens.at(from);
        Token second = tokens.at(from + 1);
        if (first.kind() != Kind.WORD) {
            return false;
        }
        return switch (first.text()) {
            case "show", "savepoint", "release", "begin", "commit", "end", "rollback", "abort" -> true;
            case "start" -> second.isWord("transaction");
            // A snapshot and a request to write are excluded by StandbyRules.
            case "set" -> second.isWord("local") || second.isWord("transaction");
            default -> false;
        };
    }

    /** Returns the start of the query in {@code DECLARE … CURSOR FOR}; for any other statement its own start. */
    private static int query(Tokens tokens, int from, int to) {
        if (!tokens.at(from).isWord("declare")) {
            return from;
        }
        for (int i = from + 2; i < to && !tokens.at(i).isWord("hold"); i++) {
            if (tokens.at(i).isWord("for")) {
                return i + 1;
            }
        }
        return from;
    }

    /** Accepts all harmless names, and names that are harmless within one transaction. */
    private record Tolerant(DatabaseNames database) implements DatabaseNames {

        @Override
        public DatabaseNames of(Tokens tokens) {
            return new Tolerant(database.of(tokens));
        }

        @Override
        public boolean isHarmless(String name) {
            return OF_THE_SESSION.contains(name) || database.isHarmless(name);
        }

        @Override
        public boolean isHarmless(String schema, String name) {
            return (schema.equals(FunctionPolicy.SYSTEM) && OF_THE_SESSION.contains(name))
                    || database.isHarmless(schema, name);
        }

        @Override
        public boolean lacks(String name) {
            return database.lacks(name);
        }

        @Override
        public boolean isHarmlessOperator(String operator) {
            return database.isHarmlessOperator(operator);
        }

        @Override
        public boolean isHarmfulOperator(String operator) {
            return database.isHarmfulOperator(operator);
        }

        @Override
        public Culprit culprit(WriteCause.Kind kind, String name) {
            return database.culprit(kind, name);
        }

        @Override
        public boolean isHarmfulRelation(String name) {
            return database.isHarmfulRelation(name);
        }

        @Override
        public boolean isHarmfulType(String name) {
            return database.isHarmfulType(name);
        }

        @Override
        public boolean hasRelation(String name) {
            return database.hasRelation(name);
        }

        @Override
        public boolean relationMayAskForTime(String name) {
            return database.relationMayAskForTime(name);
        }

        @Override
        public boolean mayNameTransaction(String name) {
            return database.mayNameTransaction(name);
        }

        @Override
        public boolean isHarmlessOutsideSystem(String name) {
            return database.isHarmlessOutsideSystem(name);
        }

        @Override
        public boolean isHarmfulAttribute(String name) {
            return database.isHarmfulAttribute(name);
        }

        @Override
        public boolean mayAskForTime(String name) {
            return database.mayAskForTime(name);
        }

        @Override
        public boolean callMayAskForTime(String name) {
            return database.callMayAskForTime(name);
        }

        @Override
        public boolean attributeMayAskForTime(String name) {
            return database.attributeMayAskForTime(name);
        }

        @Override
        public boolean knowsRelations() {
            return database.knowsRelations();
        }

        @Override
        public boolean isSequence(String relation) {
            return database.isSequence(relation);
        }
    }
}
