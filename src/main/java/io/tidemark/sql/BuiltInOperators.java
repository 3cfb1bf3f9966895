package io.tidemark.sql;

import java.util.Set;

/**
 * The operators that PostgreSQL brings along ({@code select distinct oprname from pg_operator}: the same in 15 and 18; none
 * of their functions is volatile), and what its grammar makes of operator characters.
 *
 * <p>Without those that hold a question mark: see {@link Lexer}. Any other operator was made by somebody and may call a
 * function that writes. Errs to READ where somebody gave a built-in name to an operator of their own.
 */
final class BuiltInOperators {

    private static final Set<String> ALL = Words.of(
            """
            !! !~ !~* !~~ !~~* # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- /
            < <-> << <<= <<| <= <> <@ <^ = > >= >> >>= >^ @ @-@ @> @@ @@@ ^ ^@ | |&> |/ |>> || ||/
            ~ ~* ~<=~ ~<~ ~= ~>=~ ~>~ ~~ ~~*
            != =>
            """);

    private BuiltInOperators() {}

    static boolean contain(String operator) {
        return ALL.contains(operator);
    }
}
