package io.tidemark.page;

import io.tidemark.Reason;
import io.tidemark.telemetry.StatementFeed;
import io.tidemark.web.PageSettings.StatementTexts;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes one snapshot per second, keeps ten minutes of numbers, and formats each second once for all open pages. While no page is
 * open, it formats nothing and records no decision. {@link #tick} is for one thread; the other methods are for any.
 */
final class Sampler {

    /** The time between two snapshots. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    private static final int SAMPLES = 600;
    private static final int EVENTS = 100;
    private static final int DECISIONS = 50;
    private static final int MINUTE = 60;

    private final Supplier<Snapshot> source;
    private final StatementFeed feed;
    private final OpenPages pages;
    private final Decisions decisions;

    private final Ring<Sample> samples = new Ring<>(SAMPLES);
    private final Ring<LoggedEvent> events = new Ring<>(EVENTS);
    private final Ring<ShownDecision> shown = new Ring<>(DECISIONS);
    private Optional<Snapshot> before = Optional.empty();
    private long seconds;

    /**
     * Creates a sampler without samples.
     *
     * @param source returns the current state, without a query to any server
     */
    Sampler(Supplier<Snapshot> source, StatementFeed feed, OpenPages pages, InstantSource clock, StatementTexts texts) {
        this.source = source;
        this.feed = feed;
        this.pages = pages;
        this.decisions = new Decisions(clock, texts);
    }

    /** Takes a snapshot, and sends it to all open pages. */
    void tick() {
        Snapshot now = source.get();
        List<LoggedEvent> changes =
                before.map(earlier -> Changes.between(earlier, now)).orElse(List.of());
        Sample sample = Sample.between(before, now);
        before = Optional.of(now);
        samples.add(sample);
        changes.forEach(events::add);
        List<ShownDecision> sent = decisions.take();
        sent.forEach(shown::add);
        seconds++;
        if (pages.isEmpty()) {
            feed.disconnect();
        } else {
            feed.connect(decisions);
            Map<Reason, Long> minute = minute();
            pages.send(Message.of(
                    "second", seconds, PageJson.second(now, sample, minute, Advice.of(now, minute), changes, sent)));
        }
    }

    /** Returns the past, for a page that opens. */
    Message history() {
        JsonObject past = PageJson.history(samples.all(), events.all(), shown.all());
        return Message.of("history", 0, past);
    }

    /** Records no more decisions. */
    void stop() {
        feed.disconnect();
    }

    private Map<Reason, Long> minute() {
        Map<Reason, Long> sum = new EnumMap<>(Reason.class);
        List<Sample> all = samples.all();
        for (Sample sample : all.subList(Math.max(0, all.size() - MINUTE), all.size())) {
            sample.statements().forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        }
        return sum;
    }
}
