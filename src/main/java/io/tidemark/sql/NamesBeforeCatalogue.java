package io.tidemark.sql;

import java.util.Set;

/**
 * The names that are known before the database's catalogue has been read: only the key words of expressions.
 *
 * <p>Any other name may belong to a view or function that writes, to a type whose check does, or to an overload of a
 * built-in function. Everything that reads a relation, calls a function or has an operator is therefore harmful. The
 * word list excludes {@code FROM} and {@code TABLE} for this reason.
 */
enum NamesBeforeCatalogue implements NamesWithoutCatalogue {
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
    public boolean isHarmlessOperator(String operator) {
        return false;
    }

    /** In a prepared statement a question mark is a parameter. */
    @Override
    public boolean isHarmfulOperator(String operator) {
        return !operator.equals("?");
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
    public boolean mayNameTransaction(String name) {
        return true;
    }

    @Override
    public boolean isHarmlessOutsideSystem(String name) {
        return false;
    }

    @Override
    public boolean knowsRelations() {
        return false;
    }
}
