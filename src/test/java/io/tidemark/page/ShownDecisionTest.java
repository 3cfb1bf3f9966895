package io.tidemark.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.telemetry.SentStatement;
import io.tidemark.web.PageSettings.StatementTexts;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownDecisionTest {

    private static ShownDecision of(Reason reason, String sql, Optional<String> cause, StatementTexts texts) {
        SentStatement sent = new SentStatement(
                reason, Optional.empty(), Optional.empty(), Optional.empty(), cause, Optional.empty(), sql);
        return ShownDecision.of(sent, Instant.EPOCH, texts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CAUGHT_UP | select a from t | SELECT, a read",
                "WRITE | update t set a = 1 | UPDATE, a write",
                "WRITE | /* by alice */ -- note~ (with x as (select 1) select 1) | WITH, a write",
                "WRITE | alice's | Statement, a write",
                "WRITE | '' | Statement, a write"
            })
    void theKindIsTheFirstKeyWord(Reason reason, String sql, String kind) {
        assertEquals(
                kind,
                of(reason, sql.replace('~', '\n'), Optional.empty(), StatementTexts.HIDDEN)
                        .kind());
    }

    @Test
    void theCauseOfAWriteIsItsReason() {
        ShownDecision shown =
                of(Reason.WRITE, "select age(xmin) from t", Optional.of("age(xid) is VOLATILE"), StatementTexts.HIDDEN);
        assertEquals("SELECT, treated as a write", shown.kind());
        assertEquals("age(xid) is VOLATILE", shown.why());
    }

    @Test
    void theTextIsShownInOneLineIfItIsAllowed() {
        assertEquals(
                Optional.of("select a from t"),
                of(Reason.CAUGHT_UP, " select a\n  from t ", Optional.empty(), StatementTexts.SHOWN)
                        .text());
        assertEquals(
                Optional.empty(),
                of(Reason.CAUGHT_UP, "select a", Optional.empty(), StatementTexts.HIDDEN)
                        .text());
        String text = of(Reason.CAUGHT_UP, "select " + "x".repeat(500), Optional.empty(), StatementTexts.SHOWN)
                .text()
                .orElseThrow();
        assertEquals(201, text.length());
    }
}
