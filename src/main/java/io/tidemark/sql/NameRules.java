package io.tidemark.sql;

import io.tidemark.sql.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for a name or key word at its position in a text. */
final class NameRules {

    /** The words that make FOR a locking clause. */
    private static final Set<String> LOCKS = WordList.of("update no share key");

    /** System columns that are not in the WAL (source: {@code heapam_xlog.h}). */
    private static final Set<String> COMMANDS_OF_A_TRANSACTION = WordList.of("cmin cmax");

    /** PostgreSQL truncates a name to this number of bytes, so a longer name refers to another object. */
    private static final int LONGEST = 63;

    /** The maximum length of a Java character in UTF-8. */
    private static final int MOST_BYTES = 3;

    /** All words with their own rule where they are neither called nor in the position of a relation. */
    private static final Set<String> WORDS = words();

    private final Tokens tokens;
    private final DatabaseNames database;
    private final QueryRules queries;
    private final RelationPositions relations;
    private final TypePositions types;
    private final List<String> missing = new ArrayList<>(0);

    NameRules(
            Tokens tokens,
            DatabaseNames database,
            QueryRules queries,
            RelationPositions relations,
            TypePositions types) {
        this.tokens = tokens;
        this.database = database;
        this.queries = queries;
        this.relations = relations;
        this.types = types;
    }

    /**
     * Whether the name can only belong to a column or alias, so that no rule applies. This is the case for most names
     * of most texts.
     */
    boolean isOrdinary(String name, int index) {
        return name.length() <= LONGEST / MOST_BYTES
                && !database.count(name)
                && !WORDS.contains(name)
                && !relations.contain(index)
                && !tokens.at(index + 1).isSymbol("(")
                && !isBehindValue(index);
    }

    /**
     * Whether the name is an attribute of a value that has no name, such as {@code (a).name} or {@code $1.name}. It is a field,
     * or a call of a function with this value, which may have any type.
     */
    boolean isBehindValue(int index) {
        return tokens.at(index - 1).isSymbol(".") && !tokens.at(index - 2).isName();
    }

    private static Set<String> words() {
        Set<String> words = new HashSet<>(WordList.of("into for with"));
        words.addAll(COMMANDS_OF_A_TRANSACTION);
        words.addAll(ClockWords.keyWords());
        words.addAll(KeyWordOperators.words());
        return words;
    }

    /** Returns the cause that makes a text with this name here a write; null if the name is harmless. */
    @Nullable
    WriteCause causeOf(String name, int index) {
        if (COMMANDS_OF_A_TRANSACTION.contains(name)) {
            return WriteCause.of(WriteCause.Kind.COLUMN, name);
        }
        // Without a catalogue any name may be a harmful type.
        if (database.isHarmfulType(name) && (!database.knowsRelations() || types.contain(index))) {
            return cause(WriteCause.Kind.TYPE, name);
        }
        if (isHarmfulAttribute(name, index)) {
            return cause(WriteCause.Kind.FUNCTION, name);
        }
        if (name.length() > LONGEST / MOST_BYTES && Characters.bytes(name) > LONGEST) {
            return WriteCause.of(WriteCause.Kind.TEXT);
        }
        return relations.contain(index) ? causeOfRelation(name, index) : null;
    }

    private boolean isHarmfulAttribute(String name, int index) {
        return tokens.at(index - 1).isSymbol(".")
                && (database.isHarmfulAttribute(name)
                        || (isBehindValue(index) && !database.lacks(name) && !database.isHarmless(name)));
    }

    /** Returns the cause for a key word, which may also be a name. */
    @Nullable
    WriteCause causeOfWord(String word, int index) {
        return switch (word) {
            case "into" -> WriteCause.of(WriteCause.Kind.INTO);
            case "for" -> locksBehind(index) ? WriteCause.of(WriteCause.Kind.LOCK) : null;
            case "with" ->
                queries.isWith(index) && !queries.isHarmlessWith(index)
                        ? WriteCause.of(WriteCause.Kind.STATEMENT)
                        : null;
            default -> causeOfOperators(word);
        };
    }

    /** Returns the cause for a call of this function, which is not known to be harmless. */
    WriteCause causeOfCall(String function) {
        return database.lacks(function)
                ? WriteCause.of(WriteCause.Kind.UNKNOWN, function)
                : cause(WriteCause.Kind.FUNCTION, function);
    }

    /** Returns the cause for this operator. */
    WriteCause causeOfOperator(String operator) {
        return cause(WriteCause.Kind.OPERATOR, operator);
    }

    private WriteCause cause(WriteCause.Kind kind, String name) {
        if (!database.knowsRelations()) {
            return WriteCause.of(WriteCause.Kind.CATALOGUE);
        }
        Culprit culprit = database.culprit(kind, name);
        return new WriteCause(kind, name, culprit.text(), culprit.remedy());
    }

    private boolean locksBehind(int index) {
        Token next = tokens.at(index + 1);
        return next.kind() == Kind.WORD && LOCKS.contains(next.text());
    }

    private @Nullable WriteCause causeOfOperators(String word) {
        for (String operator : KeyWordOperators.of(word)) {
            if (database.isHarmfulOperator(operator)) {
                return causeOfOperator(operator);
            }
        }
        return null;
    }

    private boolean isColumnOfSequence(String name, int index) {
        return ServerBoundFunctions.isColumnOfSequence(name)
                && !tokens.at(index + 1).isSymbol("(");
    }

    private @Nullable WriteCause causeOfRelation(String name, int index) {
        if (!SystemNames.permit(name) || database.isHarmfulRelation(name)) {
            return cause(WriteCause.Kind.RELATION, name);
        }
        if (database.knowsRelations()
                && relations.areCertainAt(index)
                && !database.hasRelation(name)
                && !queries.nameCommonTable(name)) {
            missing.add(name);
        }
        return null;
    }

    /** Returns the named relations that are not in the catalogue: created after it was read, or temporary. */
    List<String> missing() {
        return missing;
    }

    /**
     * Returns the cause for the text as a whole: a missing relation may be a sequence if the text names a column of
     * sequences.
     */
    @Nullable
    WriteCause causeOfAll() {
        for (int i = 0; i < tokens.size() && !missing.isEmpty(); i++) {
            if (tokens.at(i).isName() && isColumnOfSequence(tokens.at(i).text(), i)) {
                return WriteCause.of(WriteCause.Kind.UNKNOWN, missing.get(0));
            }
        }
        return null;
    }
}
