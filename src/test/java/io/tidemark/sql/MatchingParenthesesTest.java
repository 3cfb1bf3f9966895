package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchingParenthesesTest {

    private static MatchingParentheses of(String sql) {
        return new MatchingParentheses(Lexer.tokens(sql));
    }

    @Test
    void eachParenthesisHasItsPartnerAndNothingElseHasOne() {
        MatchingParentheses nesting = of("( a ( b ) ) ( )");
        int[] partners = {5, MatchingParentheses.NOWHERE, 4, MatchingParentheses.NOWHERE, 2, 0, 7, 6};
        for (int i = 0; i < partners.length; i++) {
            assertEquals(partners[i], nesting.partner(i), "token " + i);
        }
        assertEquals(MatchingParentheses.NOWHERE, nesting.partner(partners.length));
        assertTrue(nesting.isBalanced());
    }

    @Test
    void onlyAnOpeningParenthesisHasAPlaceBehindItsPair() {
        MatchingParentheses nesting = of("( a ) b");
        assertEquals(3, nesting.behind(0));
        assertEquals(MatchingParentheses.NOWHERE, nesting.behind(1));
        assertEquals(MatchingParentheses.NOWHERE, nesting.behind(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "( ( )", "( ) )", ") (", "( ; )"})
    void aTextWithoutItsPairsIsNotBalanced(String sql) {
        assertFalse(of(sql).isBalanced());
    }
}
