package io.tidemark.sql;

import io.tidemark.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of operator characters and question marks, split in two ways. In a prepared statement, a question mark is a
 * parameter, and a doubled one is a character of an operator. In a plain statement, each question mark is a character
 * of an operator.
 *
 * @param prepared operators and parameters
 * @param plain operators, if the run holds a question mark; otherwise empty, since they are the same
 * @param end the index after the run, or {@link Quotes#NOWHERE} if it is longer than any operator
 */
record OperatorRun(List<Token> prepared, List<String> plain, int end) {

    /**
     * PostgreSQL rejects operators of 64 and more characters. A longer run of single-character operators would take
     * quadratic time.
     */
    private static final int LONGEST = 32;

    private static final List<String> QUESTION_MARK = List.of("?");

    private static final char PARAMETER = 'P';

    static OperatorRun at(String sql, int from) {
        if (!isPart(sql, from + 1)) {
            // A short cut: nearly all runs have one character.
            Token token = sql.charAt(from) == '?'
                    ? Token.QUESTION_MARK
                    : new Token(Kind.OPERATOR, String.valueOf(sql.charAt(from)));
            return new OperatorRun(List.of(token), sql.charAt(from) == '?' ? QUESTION_MARK : List.of(), from + 1);
        }
        StringBuilder prepared = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        int i = from;
        while (isPart(sql, i)) {
            char c = sql.charAt(i);
            boolean doubled = c == '?' && sql.startsWith("??", i);
            prepared.append(c == '?' && !doubled ? PARAMETER : c);
            plain.append(c);
            i += doubled ? 2 : 1;
            if (i - from > LONGEST) {
                return new OperatorRun(List.of(), List.of(), Quotes.NOWHERE);
            }
        }
        return new OperatorRun(tokens(prepared), plain.indexOf("?") < 0 ? List.of() : split(plain.toString()), i);
    }

    private static boolean isPart(String sql, int i) {
        if (i >= sql.length()) {
            return false;
        }
        char c = sql.charAt(i);
        return c == '?' || (Characters.isOperatorPart(c) && !sql.startsWith("--", i) && !sql.startsWith("/*", i));
    }

    private static List<Token> tokens(StringBuilder run) {
        List<Token> tokens = new ArrayList<>(2);
        int from = 0;
        for (int i = 0; i <= run.length(); i++) {
            if (i == run.length() || run.charAt(i) == PARAMETER) {
                split(run.substring(from, i)).forEach(operator -> tokens.add(new Token(Kind.OPERATOR, operator)));
                from = i + 1;
                if (i < run.length()) {
                    tokens.add(Token.QUESTION_MARK);
                }
            }
        }
        return tokens;
    }

    /**
     * Splits greedily. A plus or minus at the end belongs to the operand, unless the operator contains a character that
     * only occurs in operators.
     */
    private static List<String> split(String run) {
        List<String> operators = new ArrayList<>(1);
        int from = 0;
        while (from < run.length()) {
            int end = run.length();
            if (!isPeculiar(run, from)) {
                while (end > from + 1 && (run.charAt(end - 1) == '+' || run.charAt(end - 1) == '-')) {
                    end--;
                }
            }
            operators.add(run.substring(from, end));
            from = end;
        }
        return operators;
    }

    private static boolean isPeculiar(String run, int from) {
        for (int i = from; i < run.length(); i++) {
            if (Characters.isPeculiarToOperators(run.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
