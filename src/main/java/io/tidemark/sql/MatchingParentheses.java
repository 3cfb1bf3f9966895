package io.tidemark.sql;

import java.util.Arrays;

/** The pairs of opening and closing parentheses of a text, computed once. */
final class MatchingParentheses {

    static final int NOWHERE = -1;

    private final int[] partners;
    private final boolean balanced;

    MatchingParentheses(Tokens tokens) {
        this.partners = new int[tokens.size()];
        this.balanced = match(tokens);
    }

    private boolean match(Tokens tokens) {
        int[] open = new int[tokens.size()];
        int depth = 0;
        Arrays.fill(partners, NOWHERE);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.at(i);
            if (token.isSymbol("(")) {
                open[depth++] = i;
            } else if (token.isSymbol(")")) {
                if (depth == 0) {
                    return false;
                }
                depth--;
                partners[open[depth]] = i;
                partners[i] = open[depth];
            } else if (token.isSymbol(";") && depth > 0) {
                return false;
            }
        }
        return depth == 0;
    }

    boolean isBalanced() {
        return balanced;
    }

    /** Returns the other parenthesis of this pair; {@link #NOWHERE} without one. */
    int partner(int index) {
        return index < partners.length ? partners[index] : NOWHERE;
    }

    /** Returns the index after the parentheses that open here; {@link #NOWHERE} without any. */
    int behind(int open) {
        int partner = partner(open);
        return partner > open ? partner + 1 : NOWHERE;
    }
}
