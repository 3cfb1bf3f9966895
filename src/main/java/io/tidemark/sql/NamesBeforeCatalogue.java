package io.tidemark.sql;

import java.util.Set;

/**
 * What is known before a database's own catalogue has been read: the key words of expressions that name nothing.
 *
 * <p>Any name may be a view or function that writes, a type whose check does, or an overload of what PostgreSQL brings along.
 * So whatever reads a relation, calls a function or has an operator is harmful. The first shows in {@code FROM} and
 * {@code TABLE} not being among the words.
 */
enum NamesBeforeCatalogue implements DatabaseNames {
    NAMES;

    private static final Set<String> WORDS = WordList.of(
            """
            select values all distinct as and or not is null true false case when then else end cast array row coalesce
            greatest least order by asc desc nulls first last limit offset union intersect except having
            current_date current_time current_timestamp localtime localtimestamp
            bigint bit boolean char character dec decimal double float int integer interval numeric precision real smallint
            time timestamp varchar varying
            """);

    @Override
    public boolean isHarmless(String name) {
        return false;
    }

    @Override
    public boolean isHarmless(String schema, String name) {
        return false;
    }

    @Override
    public boolean lacks(String name) {
        return false;
    }

    @Override
    public boolean isHarmlessOperator(String operator) {
        return false;
    }

    /** In a prepared statement a question mark is a parameter. */
    @Override
    public boolean isHarmfulOperator(String operator) {
        return !operator.equals("?");
    }

    @Override
    public Culprit culprit(WriteCause.Kind kind, String name) {
        return Culprit.UNKNOWN;
    }

    @Override
    public boolean isHarmfulRelation(String name) {
        return false;
    }

    @Override
    public boolean isHarmfulType(String name) {
        return !WORDS.contains(name);
    }

    @Override
    public boolean hasRelation(String name) {
        return false;
    }

    @Override
    public boolean relationMayAskForTime(String name) {
        return false;
    }

    @Override
    public boolean mayNameTransaction(String name) {
        return true;
    }

    @Override
    public boolean isHarmlessOutsideSystem(String name) {
        return false;
    }

    @Override
    public boolean isSequence(String relation) {
        return false;
    }

    @Override
    public boolean isHarmfulAttribute(String name) {
        return false;
    }

    @Override
    public boolean mayAskForTime(String name) {
        return false;
    }

    @Override
    public boolean callMayAskForTime(String name) {
        return ClockWords.isFunction(name);
    }

    @Override
    public boolean attributeMayAskForTime(String name) {
        return false;
    }

    @Override
    public boolean knowsRelations() {
        return false;
    }
}
