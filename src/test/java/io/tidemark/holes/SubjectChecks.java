package io.tidemark.holes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests that only {@link MutationTest} runs: some of them fail with certain mutations, and one always. */
class SubjectChecks {

    private final Subject subject = new Subject();

    @Test
    void whatIsAddedIsListed() {
        subject.add("a");
        assertTrue(subject.has("a"));
        assertEquals(List.of("a"), subject.listed());
    }

    @Test
    void whatIsAddedTogetherIsListed() {
        subject.addAll(List.of("a", "b"));
        assertEquals(List.of("a", "b"), subject.listed());
    }

    @Test
    void whatIsNotAddedIsAbsent() {
        assertFalse(subject.has("a"));
    }

    @Test
    void anAbsentFirstIsEmpty() {
        assertEquals(Optional.empty(), subject.first());
    }

    @Test
    void theLimitHolds() {
        subject.limited(7);
        assertEquals(7, subject.limit());
    }

    @Test
    void spacesAreRemoved() {
        assertEquals("a", Subject.trimmed(" a "));
    }

    @Test
    void theLaterIsReturned() {
        assertEquals(2, Subject.later(1, 2));
    }

    @Test
    void theUnitIsHours() {
        assertEquals(TimeUnit.HOURS, Subject.unit());
    }

    @Test
    void theGreetingHasTheName() {
        assertEquals("Hello Alice", Subject.greeting("Alice"));
    }

    @Test
    void aTestThatAlwaysFails() {
        fail("as it is");
    }

    @Test
    void aMissingClassIsNotRed() {
        if (subject.has("a")) {
            throw new NoClassDefFoundError("a class that the mutation has lost");
        }
    }

    @Test
    void aNullIsNotRed() {
        if (subject.has("a")) {
            throw new NullPointerException("a value that the mutation has lost");
        }
    }

    @Test
    void anEndlessTestIsNotRed() throws InterruptedException {
        if (subject.has("a")) {
            new CountDownLatch(1).await();
        }
    }

    void noTest() {}
}
