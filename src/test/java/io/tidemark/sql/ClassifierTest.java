package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.time.Ticker;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {

    static Stream<Arguments> table() {
        return Statements.all().stream().map(line -> Arguments.of(line.verdict(), line.why(), line.sql()));
    }

    private static Classifier knowing(Classifier classifier) {
        classifier.learn(Statements.catalogue());
        return classifier;
    }

    @Tag("unmutated")
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void saysOfEachStatementWhatTheTableSays(Verdict verdict, String why, String sql) {
        assertEquals(verdict, knowing(new Classifier()).verdict(sql), why + ": " + sql);
    }

    @Test
    void noReadOfTheTableAsksForANewCatalogue() {
        Classifier classifier = Statements.classifier();
        List<String> asking = new ArrayList<>();
        for (Statements.Line line : Statements.all()) {
            classifier.onUnknownName(() -> asking.add(line.sql()));
            if (line.verdict() != Verdict.WRITE) {
                classifier.verdict(line.sql());
            }
        }
        assertEquals(List.of(), asking);
    }

    @Test
    void withoutTheCatalogueNothingIsAReadButWhatIsAReadWithIt() {
        Classifier classifier = new Classifier();
        int reads = 0;
        for (Statements.Line line : Statements.all()) {
            Verdict verdict = classifier.verdict(line.sql());
            if (line.verdict() == Verdict.WRITE) {
                assertEquals(Verdict.WRITE, verdict, line.sql());
            }
            reads += verdict != Verdict.WRITE ? 1 : 0;
        }
        assertTrue(reads > 5, reads + " reads");
    }

    @Test
    void withoutTheCatalogueAnyNameMayWrite() {
        Classifier classifier = new Classifier();
        assertEquals(Verdict.READ, classifier.verdict("SELECT 1"));
        assertEquals(Verdict.READ, classifier.verdict("SELECT ?"));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT id FROM t"));
        assertEquals(Verdict.WRITE, classifier.verdict("TABLE t"));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT 'a'::good_domain"));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT lower('a')"));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT 1 + 1"));
        assertEquals(Verdict.READ, knowing(classifier).verdict("SELECT id FROM t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT current_date",
                "SELECT 'now'::timestamp",
                "SELECT 'no'\n'w'::timestamp",
                "SELECT 'no' -- 'x'\n 'w'::timestamp"
            })
    void theTimeIsAskedForWithOrWithoutTheCatalogue(String sql) {
        assertEquals(Verdict.READ_BY_CLOCK, new Classifier().verdict(sql));
        assertEquals(Verdict.READ_BY_CLOCK, Statements.classifier().verdict(sql));
    }

    /** In a plain statement, a question mark is an operator, and a call may follow it. */
    @Test
    void aNumberedParameterEndsAnOperandAndAQuestionMarkMayNot() {
        Classifier classifier = Statements.classifier();
        assertEquals(Verdict.READ, classifier.verdict("SELECT a FROM t WHERE c LIKE $1 ESCAPE ('!')"));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT a FROM t WHERE c LIKE ? ESCAPE ('!')"));
    }

    @Test
    void aCommentThatAsksForThePrimaryCountsForMore() {
        assertEquals(Verdict.READ_ON_PRIMARY, Statements.classifier().verdict("/* tidemark: primary */ SELECT now()"));
    }

    @Test
    void theTableIsWholeAndNamesEachStatementOnce() {
        List<Statements.Line> lines = Statements.all();
        assertTrue(Statements.of(Verdict.READ).size() > 240, () -> lines.size() + " lines");
        assertTrue(Statements.of(Verdict.WRITE).size() > 480, () -> lines.size() + " lines");
        HashSet<String> seen = new HashSet<>();
        lines.forEach(line -> assertTrue(seen.add(line.sql()), line.sql()));
    }

    @Test
    void readsNothingThatIsLongerThanItsBound() {
        String bound = "SELECT " + "1".repeat(64 * 1024 - 7);
        assertEquals(Verdict.READ, new Classifier().verdict(bound));
        assertEquals(Verdict.WRITE, new Classifier().verdict(bound + "1"));
    }

    @Test
    void withoutAReplicaEachReadIsTakenForOne() {
        Classifier classifier = Classifier.withoutReplica();
        int reads = 0;
        for (Statements.Line line : Statements.all()) {
            if (line.verdict() != Verdict.WRITE) {
                assertNotEquals(Verdict.WRITE, classifier.verdict(line.sql()), line.sql());
                reads++;
            }
        }
        assertTrue(reads > 200, reads + " reads");
        assertEquals(Verdict.WRITE, classifier.verdict("INSERT INTO t VALUES (1)"));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT nextval('seq')"));
        assertEquals(Verdict.WRITE, classifier.verdict("SELECT pg_catalog.nextval('seq')"));
        assertEquals(Verdict.READ, classifier.verdict("SELECT t.a + 1, lower(b) FROM t"));
        assertEquals(Verdict.READ_BY_CLOCK, classifier.verdict("SELECT now()"));
    }

    @Test
    void saysTheSameWithAndWithoutItsCache() {
        // Half of the cache holds the whole table, so that no text is in both generations.
        Classifier keeping =
                knowing(new Classifier(Ticker.SYSTEM, 2 * Statements.all().size()));
        Classifier keepingTwo = knowing(new Classifier(Ticker.SYSTEM, 2));
        Classifier forgetting = knowing(new Classifier(Ticker.SYSTEM, 0));
        for (int round = 0; round < 3; round++) {
            for (Statements.Line line : Statements.all()) {
                assertEquals(line.verdict(), keeping.verdict(line.sql()), line.sql());
                assertEquals(line.verdict(), keepingTwo.verdict(line.sql()), line.sql());
                assertEquals(line.verdict(), forgetting.verdict(line.sql()), line.sql());
            }
        }
        long unknown = Statements.all().stream()
                .filter(line -> keeping.cause(line.sql())
                        .filter(cause -> cause.kind() == WriteCause.Kind.UNKNOWN)
                        .isPresent())
                .count();
        assertEquals(Statements.all().size() - unknown, keeping.kept());
        assertTrue(keepingTwo.kept() <= 2, () -> keepingTwo.kept() + " kept");
        assertEquals(0, forgetting.kept());
    }

    @Test
    void keepsNoMoreThanItsBoundAndNoLongText() {
        Classifier classifier = new Classifier();
        for (int i = 0; i < 10_000; i++) {
            assertEquals(Verdict.READ, classifier.verdict("SELECT " + i));
            assertTrue(classifier.kept() <= 2048);
        }
        int before = classifier.kept();
        String longest = "SELECT " + "1".repeat(8 * 1024 - 7);
        classifier.verdict(longest + "1");
        assertEquals(before, classifier.kept());
        classifier.verdict(longest);
        assertEquals(before + 1, classifier.kept());
    }

    @Test
    void keepsWhatIsAskedForAgainAmongTextsThatComeOnce() {
        VerdictCache cache = new VerdictCache(100);
        cache.put("SELECT hot", Classification.READ);
        for (int i = 0; i < 1_000; i++) {
            cache.put("SELECT " + i, Classification.READ);
            assertEquals(Classification.READ, cache.get("SELECT hot"), "after " + i);
        }
        assertNull(cache.get("SELECT 1"));
    }

    @Test
    void theSizeOfTheCacheIsThatOfBothGenerations() {
        VerdictCache cache = new VerdictCache(6);
        for (int i = 1; i <= 5; i++) {
            cache.put("SELECT " + i, Classification.READ);
            assertEquals(i, cache.size());
        }
    }

    @Test
    void allocatesNothingForAStatementThatItHasSeen() {
        Classifier classifier = new Classifier();
        List<String> statements = Statements.of(Verdict.READ);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long hits = 2_000L * statements.size();
        long allocated = Long.MAX_VALUE;
        // The first round fills the cache; what the JVM itself allocates now and then is far less than a byte per hit.
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2_000; i++) {
                for (int j = 0; j < statements.size(); j++) {
                    classifier.verdict(statements.get(j));
                }
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(allocated < hits, allocated + " bytes for " + hits + " hits");
    }

    @Tag("unmutated")
    @Test
    void saysTheSameToManyThreads() throws Exception {
        Classifier classifier = knowing(new Classifier(Ticker.SYSTEM, 50));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> rounds = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                rounds.add(threads.submit(() -> Statements.all()
                        .forEach(line -> assertEquals(line.verdict(), classifier.verdict(line.sql())))));
            }
            for (Future<?> round : rounds) {
                round.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(classifier.kept() <= 50 + 8, () -> classifier.kept() + " kept");
    }
}
