package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.wal.ReplicaState.Fitness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplicaLogTest {

    private static final ReplicaState UNASKED = ReplicaState.without(Fitness.UNAVAILABLE, "not asked");
    private static final ReplicaState PRIMARY_UNKNOWN = ReplicaState.without(Fitness.PRIMARY_UNKNOWN, "no primary");
    private static final ReplicaState LAG_UNKNOWN = ReplicaState.without(Fitness.LAG_UNKNOWN, "no lag");
    private static final ReplicaState REFUSED = ReplicaState.without(Fitness.UNAVAILABLE, "refused");
    private static final ReplicaState ELIGIBLE = new ReplicaState(
            Fitness.ELIGIBLE,
            Optional.of(new Position(1, new Lsn(1))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private final AtomicLong time = new AtomicLong();
    private final KeptLog kept = new KeptLog();
    private final ReplicaLog log = new ReplicaLog(new StateLog(kept, "The replica", time::get), time::get);
    private ReplicaState state = UNASKED;

    private void becomes(ReplicaState next) {
        log.changed(state, next);
        state = next;
        time.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aNormalStartIsNoWarning() {
        becomes(PRIMARY_UNKNOWN);
        becomes(LAG_UNKNOWN);
        becomes(LAG_UNKNOWN);
        becomes(ELIGIBLE);
        becomes(ELIGIBLE);
        assertEquals(List.of("INFO The replica can be used; replayed 1:0/1."), kept.lines());
    }

    @Test
    void aStartThatDoesNotEndIsOne() {
        for (int i = 0; i < 100; i++) {
            becomes(LAG_UNKNOWN);
        }
        assertEquals(List.of("WARNING The replica cannot be used: no lag"), kept.lines());
    }

    @Test
    void anOutageHasItsReasonAndItsEnd() {
        becomes(ELIGIBLE);
        becomes(REFUSED);
        becomes(REFUSED);
        becomes(LAG_UNKNOWN);
        becomes(ELIGIBLE);
        assertEquals(
                List.of(
                        "INFO The replica can be used; replayed 1:0/1.",
                        "WARNING The replica cannot be used: refused",
                        "INFO The replica can be used; replayed 1:0/1."),
                kept.lines());
    }
}
