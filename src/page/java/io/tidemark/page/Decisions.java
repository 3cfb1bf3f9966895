package io.tidemark.page;

import io.tidemark.telemetry.SentStatement;
import io.tidemark.web.PageSettings.StatementTexts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Records the first decisions of each second. Connected to the statements of the node only while a page is open. Thread-safe; a
 * statement beyond the limit costs one read of a counter.
 */
final class Decisions implements Consumer<Supplier<SentStatement>> {

    /** The most decisions of a second that are shown. A reader cannot follow more. */
    static final int PER_SECOND = 20;

    private final InstantSource clock;
    private final StatementTexts texts;
    private final Queue<ShownDecision> recorded = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger(PER_SECOND);

    Decisions(InstantSource clock, StatementTexts texts) {
        this.clock = clock;
        this.texts = texts;
    }

    @Override
    public void accept(Supplier<SentStatement> statement) {
        if (left.get() > 0 && left.getAndDecrement() > 0) {
            recorded.add(ShownDecision.of(statement.get(), clock.instant(), texts));
        }
    }

    /** Removes and returns the recorded decisions, the oldest first, and starts the next second. */
    List<ShownDecision> take() {
        List<ShownDecision> taken = new ArrayList<>();
        for (ShownDecision next = recorded.poll(); next != null; next = recorded.poll()) {
            taken.add(next);
        }
        left.set(PER_SECOND);
        return taken;
    }
}
