package io.tidemark.sql;

/** Which parenthesis closes which, worked out once. */
final class Nesting {

    static final int NOWHERE = -1;

    private final int[] partners;
    private final boolean balanced;

    Nesting(Tokens tokens) {
        this.partners = new int[tokens.size()];
        this.balanced = match(tokens);
    }

    private boolean match(Tokens tokens) {
        int[] open = new int[tokens.size()];
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            partners[i] = NOWHERE;
            Token token = tokens.at(i);
            if (token.isSymbol("(")) {
                open[depth++] = i;
            } else if (token.isSymbol(")")) {
                if (depth == 0) {
                    return false;
                }
                partners[open[--depth]] = i;
            } else if (token.isSymbol(";") && depth > 0) {
                return false;
            }
        }
        return depth == 0;
    }

    boolean isBalanced() {
        return balanced;
    }

    /** The index behind the parentheses that open here; nowhere if none do. */
    int behind(int open) {
        return open < partners.length && partners[open] != NOWHERE ? partners[open] + 1 : NOWHERE;
    }
}
