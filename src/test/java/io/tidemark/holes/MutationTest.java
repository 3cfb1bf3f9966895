package io.tidemark.holes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the engine on {@link Subject}, with the methods of {@link SubjectChecks} as directed tests. */
class MutationTest {

    private static final String SUBJECT = "holes.Subject#";
    private static final String CHECKS = "holes.SubjectChecks#";

    private static Verdict verdict(String method, String change, String test) {
        String row = "1 | title | " + SUBJECT + method + " | " + change + " | " + CHECKS + test;
        return Verdict.of(HoleTable.parse(row).get(0), new DirectedTests(Duration.ofSeconds(2)));
    }

    private static String messageOf(String row) {
        return String.valueOf(assertThrows(
                        BadMutation.class,
                        () -> Verdict.of(HoleTable.parse(row).get(0), new DirectedTests(Duration.ofSeconds(5))))
                .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "add;             does nothing;                             whatIsAddedIsListed",
                "has;             returns true;                             whatIsNotAddedIsAbsent",
                "has;             List.contains answers true;               whatIsNotAddedIsAbsent",
                "has;             List.contains answers false;              whatIsAddedIsListed",
                "listed;          returns empty;                            whatIsAddedIsListed",
                "trimmed;         returns argument;                         spacesAreRemoved",
                "trimmed;         String.strip answers receiver;            spacesAreRemoved",
                "trimmed;         uses toUpperCase instead of String.strip; spacesAreRemoved",
                "later;           Math.max answers zero;                    theLaterIsReturned",
                "later;           uses min instead of Math.max;            theLaterIsReturned",
                "limit;           Subject.limit answers zero;               theLimitHolds",
                "limited;         skips Subject.limit;                      theLimitHolds",
                "greeting;        says `Bye` instead of `Hello`;            theGreetingHasTheName",
                "unit;            uses DAYS instead of TimeUnit.HOURS;      theUnitIsHours",
                "first;           catches nothing;                          anAbsentFirstIsEmpty",
                "addAll;          skips Subject.add;                        whatIsAddedTogetherIsListed",
            })
    void eachKindOfChangeIsFound(String method, String change, String test) {
        Verdict verdict = verdict(method, change, test);
        assertEquals(Verdict.Kind.SEEN_RED, verdict.kind(), verdict::toString);
        assertTrue(verdict.holds());
    }

    @Test
    void aMutationThatTheTestDoesNotNoticeIsNotFound() {
        Verdict verdict = verdict("trimmed", "returns argument", "whatIsAddedIsListed");
        assertEquals(Verdict.Kind.NOT_FOUND, verdict.kind());
        assertFalse(verdict.holds());
        assertTrue(verdict.toString().contains("not found"), verdict.toString());
    }

    @Test
    void aTestThatFailsAnywayIsNotGreen() {
        Verdict verdict = verdict("trimmed", "returns argument", "aTestThatAlwaysFails");
        assertEquals(Verdict.Kind.NOT_GREEN, verdict.kind());
        assertFalse(verdict.holds());
        assertTrue(verdict.details().contains("as it is"), verdict.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"aMissingClassIsNotRed", "aNullIsNotRed", "anEndlessTestIsNotRed"})
    void aFailureThatIsNotTheBehavioursIsNotRed(String test) {
        Verdict verdict = verdict("has", "returns true", test);
        assertEquals(Verdict.Kind.NOT_RUN, verdict.kind(), verdict::toString);
        assertFalse(verdict.holds());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "holes.Absent#has;     returns true;               whatIsAddedIsListed; no class io.tidemark.holes.Absent",
                "holes.Subject#absent; returns true;               whatIsAddedIsListed; no method 'absent'",
                "holes.Subject#has;    skips Absent.call;          whatIsAddedIsListed; nothing for the change",
                "holes.Subject#has;    says `a` instead of `zz`;   whatIsAddedIsListed; nothing for the change",
                "holes.Subject#has;    does nothing;               whatIsAddedIsListed; expected 'returns'",
                "holes.Subject#add;    returns true;               whatIsAddedIsListed; expected 'does nothing'",
                "holes.Subject#has;    returns empty;              whatIsAddedIsListed; cannot answer 'empty'",
                "holes.Subject#has;    skips List.contains;        whatIsAddedIsListed; expected 'answers'",
                "holes.Subject#addAll; Subject.add answers true;   whatIsAddedIsListed; expected 'skips'",
                "holes.Subject#has;    returns 7;                  whatIsAddedIsListed; '7' is no constant",
                "holes.Subject#has;    is removed;                 whatIsAddedIsListed; is no change",
                "holes.Subject#has;    skips everything;           whatIsAddedIsListed; is no call",
                "Subject;              returns true;               whatIsAddedIsListed; is no method",
                "holes.Subject#has;    returns true;               absent;              no test 'absent'",
                "holes.Subject#has;    returns true;               noTest;              no test 'noTest'",
            })
    void aRowThatCannotBeRunSaysWhy(String remedy, String change, String test, String message) {
        String found = messageOf("1 | title | " + remedy + " | " + change + " | " + CHECKS + test);
        assertTrue(found.contains(message), found);
        assertTrue(found.contains("expected"), found);
    }

    @Test
    void aTestClassThatIsMissingIsNamed() {
        String found = messageOf("1 | title | " + SUBJECT + "has | returns true | holes.AbsentTest#test");
        assertTrue(found.contains("no test class io.tidemark.holes.AbsentTest"), found);
    }

    @Test
    void aLineWithoutAllCellsIsNamedByItsNumber() {
        String found = messageOf("# a comment\n\n1 | title | " + SUBJECT + "has | returns true");
        assertTrue(found.startsWith("Line 3 ") && found.contains("4 cells; expected hole | title"), found);
    }
}
