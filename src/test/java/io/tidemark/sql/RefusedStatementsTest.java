package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedStatementsTest {

    private static final String VIEW = "SELECT * FROM view_that_writes";

    private final AtomicLong now = new AtomicLong(-1);
    private final Classifier classifier = new Classifier(now::get);

    @BeforeEach
    void learn() {
        classifier.learn(Statements.catalogue());
    }

    private void pass(long time, TimeUnit unit) {
        now.addAndGet(unit.toNanos(time));
    }

    @Test
    void aRefusedStatementIsAWriteFromThenOn() {
        assertEquals(Verdict.READ, classifier.verdict(VIEW));
        classifier.refused(VIEW);
        assertEquals(Verdict.WRITE, classifier.verdict(VIEW));
        pass(365, TimeUnit.DAYS);
        assertEquals(Verdict.WRITE, classifier.verdict(VIEW));
        assertEquals(Verdict.READ, classifier.verdict("SELECT * FROM another"));
    }

    @Test
    void aStatementRefusedForNowIsAWriteForAMinute() {
        classifier.refusedForNow(VIEW);
        pass(59, TimeUnit.SECONDS);
        assertEquals(Verdict.WRITE, classifier.verdict(VIEW));
        pass(1, TimeUnit.SECONDS);
        assertEquals(Verdict.READ, classifier.verdict(VIEW));
        classifier.refusedForNow(VIEW);
        assertEquals(Verdict.WRITE, classifier.verdict(VIEW), "refused again after it was taken for a read again");
    }

    @Test
    void theTimeBeginsAnewWithEachRefusal() {
        classifier.refusedForNow(VIEW);
        pass(50, TimeUnit.SECONDS);
        classifier.refusedForNow(VIEW);
        pass(50, TimeUnit.SECONDS);
        assertEquals(Verdict.WRITE, classifier.verdict(VIEW));
    }

    @Test
    void refusedForNowDoesNotShortenRefused() {
        classifier.refused(VIEW);
        classifier.refusedForNow(VIEW);
        pass(1, TimeUnit.HOURS);
        assertEquals(Verdict.WRITE, classifier.verdict(VIEW));
    }

    @Test
    void refusedProlongsRefusedForNow() {
        classifier.refusedForNow(VIEW);
        classifier.refused(VIEW);
        pass(1, TimeUnit.HOURS);
        assertEquals(Verdict.WRITE, classifier.verdict(VIEW));
    }

    @Test
    void manyOtherStatementsDoNotMakeItForgotten() {
        classifier.refused(VIEW);
        for (int i = 0; i < 100_000; i++) {
            classifier.verdict("SELECT " + i);
        }
        assertEquals(Verdict.WRITE, classifier.verdict(VIEW));
    }

    @Test
    void aLongStatementIsRememberedToo() {
        String sql = "SELECT " + "1+".repeat(20_000) + "1";
        classifier.refused(sql);
        assertEquals(Verdict.WRITE, classifier.verdict(sql));
    }

    @Test
    void theFirstCatalogueForgetsAllRefusals() {
        Classifier starting = new Classifier(now::get);
        starting.refused(VIEW);
        starting.learn(Statements.catalogue());
        assertEquals(Verdict.READ, starting.verdict(VIEW));
        starting.refused("SELECT * FROM another");
        assertEquals(Verdict.READ, starting.verdict(VIEW), "another refusal does not bring it back");
    }

    @Test
    void aStatementWithMoreThanAHundredNamesIsForgottenWithAnyChange() {
        RefusedStatements refused = new RefusedStatements(2, 1, now::get);
        Set<String> names = IntStream.range(0, 100).mapToObj(i -> "n" + i).collect(Collectors.toSet());
        refused.add("a", names);
        names.add("n100");
        refused.add("b", names);
        refused.forget(Set.of("another"));
        assertTrue(refused.contain("a"));
        assertFalse(refused.contain("b"));
    }

    @Test
    void whatWasForgottenTakesNoPlace() {
        RefusedStatements refused = new RefusedStatements(2, 1, now::get);
        refused.add("a", Set.of("x"));
        refused.clear();
        refused.add("a", Set.of("x"));
        refused.add("b", Set.of("y"));
        assertTrue(refused.contain("a") && refused.contain("b"));
        refused.forget(Set.of("x"));
        refused.add("c", Set.of("x"));
        assertTrue(refused.contain("b") && refused.contain("c"));
        refused.add("d", Set.of("x"));
        assertFalse(refused.contain("b"));
        assertEquals(2, refused.size());
    }

    @Test
    void whatWasRefusedFirstIsForgottenFirst() {
        RefusedStatements refused = new RefusedStatements(2, 1, now::get);
        refused.add("a", Set.of("a"));
        refused.addForNow("b", Set.of("b"));
        refused.add("a", Set.of("a"));
        refused.add("c", Set.of("c"));
        assertFalse(refused.contain("a"));
        assertTrue(refused.contain("b") && refused.contain("c"));
        assertEquals(2, refused.size());
    }
}
