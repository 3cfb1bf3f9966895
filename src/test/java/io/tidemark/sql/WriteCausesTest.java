package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.wal.KeptLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteCausesTest {

    private static final String NOTED =
            "INFO Statements that begin like reads go to the primary as writes. Cause: function f: app.f is VOLATILE. Alter it.";

    private final KeptLog log = new KeptLog();
    private final WriteCauses causes = new WriteCauses(log);

    private static WriteCause cause(String function) {
        return new WriteCause(
                WriteCause.Kind.FUNCTION, function, "app." + function + " is VOLATILE", Optional.of("Alter it."));
    }

    @Test
    void aCauseIsLoggedOnceWithItsRemedy() {
        causes.add(cause("f"));
        assertEquals(List.of(NOTED), log.lines());
        causes.add(cause("f"));
        assertEquals(List.of(NOTED), log.lines());
    }

    @Test
    void aCauseWithoutARemedyIsNeitherLoggedNorKept() {
        causes.add(WriteCause.of(WriteCause.Kind.LOCK));
        assertEquals(List.of(), log.lines());
        assertEquals(List.of(), causes.known());
    }

    @Test
    void aBuiltInNameThatBecomesHarmfulIsAWarning() {
        causes.warn(cause("lower"));
        assertEquals(1, log.lines().size());
        causes.warn(cause("lower"));
        assertEquals(
                List.of("WARNING All statements that use a built-in name of PostgreSQL go to the primary as writes."
                        + " Cause: function lower: app.lower is VOLATILE. Alter it."),
                log.lines());
    }

    @Test
    void afterAChangeOfTheCatalogueACauseIsKeptAgainButNotLoggedAgain() {
        causes.add(cause("f"));
        causes.clear();
        assertEquals(List.of(), causes.known());
        causes.add(cause("f"));
        assertEquals(List.of(cause("f")), causes.known());
        assertEquals(List.of(NOTED), log.lines());
    }

    @Test
    void noMoreThanAHundredAreKeptAndLogged() {
        for (int i = 0; i < 200; i++) {
            causes.add(cause("f" + i));
        }
        assertEquals(100, causes.known().size());
        assertEquals(100, log.lines().size());
        causes.clear();
        causes.add(cause("another"));
        assertEquals(1, causes.known().size());
        assertEquals(100, log.lines().size());
    }
}
