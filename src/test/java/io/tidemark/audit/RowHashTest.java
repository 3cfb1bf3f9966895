package io.tidemark.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@link RowHash}. */
class RowHashTest {

    private static RowHash.Sum sum(ResultSet rows) throws SQLException {
        RowHash hash = new RowHash();
        while (rows.next()) {
            hash.add(rows);
        }
        return hash.sum();
    }

    private static RowHash.Sum sum(List<List<String>> rows) throws SQLException {
        return sum(FakeRows.of(rows));
    }

    private static RowHash.Sum sum(int type, String value) throws SQLException {
        return sum(FakeRows.ofTypes(List.of(type), List.of(List.of(value))));
    }

    @Test
    void theSameRowsHaveTheSameHash() throws SQLException {
        List<List<String>> rows = List.of(List.of("a", "b"), List.of("c", "null"));
        assertEquals(sum(rows), sum(rows));
        assertEquals(sum(List.of()), sum(List.of()));
    }

    @Test
    void anotherOrderIsDistinguishedFromOtherRows() throws SQLException {
        RowHash.Sum forward = sum(List.of(List.of("a"), List.of("b"), List.of("b")));
        RowHash.Sum backward = sum(List.of(List.of("b"), List.of("b"), List.of("a")));
        assertNotEquals(forward, backward);
        assertTrue(forward.hasRowsOf(backward));
        assertFalse(forward.hasRowsOf(sum(List.of(List.of("a"), List.of("a"), List.of("b")))));
        assertFalse(forward.hasRowsOf(sum(List.of(List.of("a"), List.of("b")))));
    }

    @Test
    void bordersOfValuesAndNullsCount() throws SQLException {
        assertNotEquals(sum(List.of(List.of("ab", "c"))), sum(List.of(List.of("a", "bc"))));
        assertNotEquals(sum(List.of(List.of("null"))), sum(List.of(List.of(""))));
        assertNotEquals(sum(List.of(List.of("null", "a"))), sum(List.of(List.of("a", "null"))));
        assertNotEquals(sum(List.of(List.of("a"), List.of("b"))), sum(List.of(List.of("a", "b"))));
    }

    /** The driver's text of a value that it received as text, and of one that it received in binary form. */
    @ParameterizedTest
    @CsvSource({
        Types.BIT + ", t, true",
        Types.BIT + ", f, false",
        Types.REAL + ", 0.1, 0.1",
        Types.REAL + ", 1e+10, 1.0E10",
        Types.REAL + ", 1.1754944e-38, 1.17549435E-38",
        Types.DOUBLE + ", 1, 1.0",
        Types.DOUBLE + ", 1e-07, 1.0E-7",
        Types.DOUBLE + ", NaN, NaN",
        Types.NUMERIC + ", 0.0000000001, 1E-10",
        Types.TIME + ", 10:00:00, 10:00:00",
        Types.TIME + ", 10:00:00.5+02, 08:00:00.5+00",
        Types.OTHER + ", '(1,2)', '(1.0,2.0)'",
        Types.ARRAY + ", '{1,2.5,NULL,{3}}', '{\"1.0\",\"2.5\",NULL,{\"3.0\"}}'"
    })
    void aValueHasTheSameHashHoweverItWasReceived(int type, String text, String ofBinary) throws SQLException {
        assertEquals(sum(type, text), sum(type, ofBinary));
    }

    @ParameterizedTest
    @CsvSource({
        Types.BIT + ", t, f",
        Types.REAL + ", 0.1, 0.2",
        Types.DOUBLE + ", 1, 1.0000000000000002",
        Types.DOUBLE + ", $1.00, $2.00",
        Types.NUMERIC + ", 1.0, 1.1",
        Types.BINARY + ", a, b",
        Types.TIME + ", 10:00:00+02, 10:00:00+01",
        Types.OTHER + ", '{\"a\": 1}', '{\"a\": 2}'",
        Types.ARRAY + ", '{1,2}', '{2,1}'",
        Types.ARRAY + ", '{\"NULL\"}', '{NULL}'",
        Types.ARRAY + ", '{\"a,b\"}', '{a,b}'"
    })
    void otherValuesHaveAnotherHash(int type, String one, String other) throws SQLException {
        assertNotEquals(sum(type, one), sum(type, other));
    }
}
