package io.tidemark.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {

    private static final long PAUSE = TimeUnit.HOURS.toNanos(1);

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong pause = new AtomicLong(PAUSE);
    private final Turns turns = new Turns(now::get, pause::get);
    private final FutureTask<Boolean> turn = new FutureTask<>(turns::await);
    private final Thread thread = new Thread(turn);

    private void startWaiting() {
        thread.start();
        awaitRest();
    }

    private void awaitRest() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(System.nanoTime() < deadline, "it does not wait");
            Thread.onSpinWait();
        }
    }

    @Test
    void aTurnIsDueWhenThePauseIsOverAndNotBefore() throws Exception {
        startWaiting();
        now.set(PAUSE - 1);
        turns.reconsider();
        awaitRest();
        assertFalse(turn.isDone());
        now.set(PAUSE);
        turns.reconsider();
        assertTrue(turn.get());
    }

    @Test
    void aTurnIsDueSoonerWhenThePauseHasBecomeShorter() throws Exception {
        startWaiting();
        now.set(1);
        pause.set(1);
        turns.reconsider();
        assertTrue(turn.get());
    }

    @Test
    void aRequestedTurnIsDueAtOnce() throws Exception {
        startWaiting();
        turns.request();
        assertTrue(turn.get());
    }

    @Test
    void aRequestHoldsUntilATurnBegins() throws Exception {
        turns.request();
        assertTrue(turns.await());
        assertTrue(turns.await());
        turns.begin();
        startWaiting();
        assertFalse(turn.isDone());
        turns.close();
        assertEquals(false, turn.get());
    }

    @Test
    void thereAreNoTurnsAfterTheEnd() throws Exception {
        startWaiting();
        assertFalse(turns.isClosed());
        turns.close();
        assertFalse(turn.get());
        assertTrue(turns.isClosed());
        turns.request();
        assertFalse(turns.await());
    }
}
