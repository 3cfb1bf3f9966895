package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SharedFailuresTest {

    private static final String SQL = "SELECT color FROM things WHERE mood = ?";

    private final AtomicLong now = new AtomicLong(-1);
    private final SharedFailures failures = new SharedFailures(now::get);

    private static SQLException badLabel(Object label) {
        return new SQLException("invalid input value for enum mood: \"" + label + "\"", "22P02");
    }

    @Test
    void aFailureIsCommonForAPauseThatIsNotProlonged() {
        failures.add(SQL, badLabel("none"));
        now.addAndGet(SharedFailures.PAUSE_NANOS - 1);
        assertTrue(failures.contain(SQL, badLabel("none")));
        failures.add(SQL, badLabel("none"));
        now.incrementAndGet();
        assertFalse(failures.contain(SQL, badLabel("none")));
    }

    @Test
    void oneBadValueDoesNotHideThatAnotherIsTooNewForTheReplica() {
        failures.add(SQL, badLabel("none"));
        assertFalse(failures.contain(SQL, badLabel("happy")));
        assertFalse(failures.contain("SELECT 1", badLabel("none")));
    }

    @Test
    void manyBadValuesOfOneTextCostThePrimaryAFewStatements() {
        int asked = 0;
        for (int value = 0; value < 1000; value++) {
            if (!failures.contain(SQL, badLabel(value))) {
                asked++;
                failures.add(SQL, badLabel(value));
            }
        }
        assertEquals(SharedFailures.MOST_OF_A_TEXT, asked);
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            failures.add("SELECT " + i, badLabel("none"));
        }
        assertEquals(1024, failures.size());
        assertTrue(failures.contain("SELECT 9999", badLabel("none")));
        assertFalse(failures.contain("SELECT 0", badLabel("none")));
    }
}
