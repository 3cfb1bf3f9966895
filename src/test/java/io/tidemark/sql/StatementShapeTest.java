package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Tests {@link StatementShape}. */
class StatementShapeTest {

    @Test
    void itHasNoLiteralAndNoComment() {
        assertEquals(
                "select a , \"B\" from t where b = ? and c in ( ? , ? ) and d = ?",
                StatementShape.of(
                                "SELECT a, \"B\" FROM t /* of alice */ WHERE b = 'alice' AND c IN (1, $$bob$$) AND d = ?")
                        .text());
    }

    @Test
    void itIsShortAndEmptyForATextThatCannotBeLexed() {
        assertEquals(
                300,
                StatementShape.of("SELECT " + "a, ".repeat(1000) + "a").text().length());
        assertEquals("", StatementShape.of("SELECT 'open").text());
    }

    @Test
    void aLimitWithoutAnOrderIsNoted() {
        assertTrue(StatementShape.of("SELECT a FROM t LIMIT 5").limitsWithoutOrder());
        assertTrue(StatementShape.of("SELECT a FROM t FETCH FIRST 5 ROWS ONLY").limitsWithoutOrder());
        assertFalse(StatementShape.of("SELECT a FROM t ORDER BY a LIMIT 5").limitsWithoutOrder());
        assertFalse(StatementShape.of("SELECT a FROM t").limitsWithoutOrder());
    }
}
