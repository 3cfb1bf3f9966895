package io.tidemark.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.telemetry.SentStatement;
import io.tidemark.telemetry.StatementFeed;
import io.tidemark.web.PageSettings.StatementTexts;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private final StatementFeed feed = new StatementFeed();
    private final OpenPages pages = new OpenPages();
    private States state = States.usual();
    private int snapshots;
    private final Sampler sampler = new Sampler(
            () -> {
                snapshots++;
                return state.snapshot();
            },
            feed,
            pages,
            InstantSource.fixed(state.time()),
            StatementTexts.HIDDEN);

    /** A page that keeps what it receives. */
    private static final class Page implements OpenPages.Receiver {
        private final List<Message> received = new ArrayList<>();

        @Override
        public void send(Message message) {
            received.add(message);
        }

        @Override
        public void close() {}
    }

    private void tick(States now) {
        state = now;
        sampler.tick();
    }

    private static JsonObject json(Message message) {
        String text = new String(message.octets(), StandardCharsets.UTF_8);
        return Json.createReader(new StringReader(text.substring(text.indexOf("data: ") + 6)))
                .readObject();
    }

    private void send(Reason reason, String sql) {
        feed.receiver()
                .ifPresent(to -> to.accept(() -> new SentStatement(
                        reason,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        sql)));
    }

    @Test
    void aHundredPagesCostOneSnapshotPerSecondAndShareOneMessage() {
        List<Page> open = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Page page = new Page();
            open.add(page);
            pages.add(page);
        }
        tick(States.usual());
        tick(States.usual().later());
        assertEquals(2, snapshots);
        Message message = open.get(0).received.get(1);
        open.forEach(page -> assertSame(message, page.received.get(1)));
    }

    @Test
    void aSecondHasTheDifferencesToTheSecondBefore() {
        tick(States.usual().statements(Map.of(Reason.CAUGHT_UP, 100L)).waits(5, 50));
        Page page = new Page();
        pages.add(page);
        tick(States.usual()
                .later()
                .statements(Map.of(Reason.CAUGHT_UP, 107L, Reason.WRITE, 2L))
                .waits(6, 80));
        JsonObject sample = json(page.received.get(0)).getJsonObject("sample");
        assertEquals(
                "{\"time\":1001000,\"lag\":{\"jdbc/replica\":0,\"jdbc/replica-2\":0},\"replica\":7,\"primary\":2,"
                        + "\"waits\":1,\"waitMillis\":30}",
                sample.toString());
    }

    @Test
    void aNewPageReceivesTheLastTenMinutesAndTheEvents() {
        for (int second = 0; second < 700; second++) {
            tick(States.usual());
        }
        tick(States.usual().routing(false));
        JsonObject history = json(sampler.history());
        assertEquals(600, history.getJsonArray("samples").size());
        assertEquals(
                "Routing was switched off.",
                history.getJsonArray("events").getJsonObject(0).getString("text"));
    }

    @Test
    void decisionsAreRecordedOnlyWhileAPageIsOpenAndAtMostTwentyPerSecond() {
        tick(States.usual());
        assertTrue(feed.receiver().isEmpty());
        Page page = new Page();
        pages.add(page);
        tick(States.usual());
        for (int i = 0; i < 100; i++) {
            send(Reason.CAUGHT_UP, "select 1");
        }
        tick(States.usual());
        assertEquals(20, json(page.received.get(1)).getJsonArray("decisions").size());
        send(Reason.WRITE, "update t set a = 1");
        tick(States.usual());
        assertEquals(1, json(page.received.get(2)).getJsonArray("decisions").size());
        pages.remove(page);
        tick(States.usual());
        assertTrue(feed.receiver().isEmpty());
    }

    @Test
    void theTextOfAStatementIsNotShown() {
        pages.add(new Page());
        tick(States.usual());
        send(Reason.WRITE, "update users set password = 'secret'");
        tick(States.usual());
        String history = json(sampler.history()).toString();
        assertTrue(history.contains("UPDATE, a write"), history);
        assertFalse(history.contains("secret"), history);
    }
}
