package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.time.Ticker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests properties of {@code Classifier} for random statements, with a fixed seed. */
@Tag("unmutated")
class ClassifierPropertyTest {

    private static final int TRIES = 100;

    private static final Set<String> BEGINNINGS = Set.of("select", "values", "table", "with", "explain", "show");

    private final Random random = new Random(20_260_101);
    private final Classifier classifier = knowing(new Classifier(Ticker.SYSTEM, 0));

    private static Classifier knowing(Classifier classifier) {
        classifier.learn(Statements.catalogue());
        return classifier;
    }

    @BeforeEach
    void learn() {
        classifier.learn(Statements.catalogue());
    }

    @Test
    void whiteSpaceCommentsAndCaseBetweenTokensChangeNoVerdict() {
        int varied = 0;
        for (Statements.Line line : Statements.all()) {
            // A piece of those may hold a question mark.
            List<String> pieces = line.is("plain") ? List.of() : Pieces.of(line.sql());
            for (int i = 0; i < TRIES && !pieces.isEmpty(); i++, varied++) {
                String variant = Pieces.joined(pieces, random);
                assertEquals(line.verdict(), classifier.verdict(variant), () -> line.sql() + "\n" + variant);
            }
        }
        assertTrue(varied > 200 * TRIES, varied + " variants");
    }

    @Test
    void oneUnsafePieceAnywhereMakesAWrite() {
        List<String> unsafe = List.of(
                "nextval('s')",
                "pg_catalog.nextval /**/ ('s')",
                "\"nextval\"('s')",
                "app.reverse(a)",
                "for update",
                "FOR/**/Key Share",
                "into x",
                "; delete from t",
                "(with x as (delete from t returning a) select a from x)",
                "###",
                "cmin ,",
                "U&\"a\\0061\"",
                "{fn nextval('s')}",
                "#?# 1",
                "twice(1)",
                "x.touch",
                "::writing_type",
                "(select from seq)",
                "\0",
                "(table pg_locks)");
        for (String sql : Statements.of(Verdict.READ)) {
            List<String> pieces = Pieces.of(sql);
            for (int gap = 0; gap <= pieces.size() && !pieces.isEmpty(); gap++) {
                List<String> poisoned = new ArrayList<>(pieces);
                poisoned.add(gap, unsafe.get(random.nextInt(unsafe.size())));
                // Behind these stands an alias or a type, never a call.
                if (gap == 0 || !Set.of("as", "AS", "::", ".").contains(pieces.get(gap - 1))) {
                    String text = String.join(" ", poisoned);
                    assertEquals(Verdict.WRITE, classifier.verdict(text), text);
                }
            }
        }
    }

    @Test
    void arbitraryTextNeverThrowsAndYieldsNoMoreTokensThanCharacters() {
        String alphabet = "  \n\r\t\f'\"\\$$$aEeUuxX019.,;:?()[]{}+-*/*/<>=~!@#%^&|`_\u00e9\u212a\ud83d\ude00\0\u000b";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String sql = text.toString();
            assertTrue(Lexer.tokens(sql).size() <= sql.length(), sql);
            assertEquals(classifier.verdict(sql), classifier.verdict(sql), sql);
        }
    }

    @Test
    void aShuffledReadNeverThrowsAndIsNoReadUnlessItStillBeginsAsOne() {
        for (String sql : Statements.of(Verdict.READ)) {
            List<String> pieces = new ArrayList<>(Pieces.of(sql));
            for (int i = 0; i < TRIES && !pieces.isEmpty(); i++) {
                Collections.shuffle(pieces, random);
                String shuffled = String.join(" ", pieces);
                if (classifier.verdict(shuffled) == Verdict.READ) {
                    String first = shuffled.replaceAll("[(; ]+", " ").strip().split(" ", 2)[0];
                    assertTrue(BEGINNINGS.contains(first.toLowerCase(Locale.ROOT)), shuffled);
                }
            }
        }
    }
}
