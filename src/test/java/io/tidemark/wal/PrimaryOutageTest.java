package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class PrimaryOutageTest {

    private static final Duration ALMOST = PrimaryOutage.PAUSE.minusMillis(1);

    private final AtomicLong time = new AtomicLong();
    private final PrimaryOutage outage = new PrimaryOutage(() -> {}, time::get);

    private void passes(Duration duration) {
        time.addAndGet(duration.toNanos());
    }

    private void assertAway() {
        assertEquals("refused", assertThrows(ServerFault.class, outage::permit).getMessage());
    }

    private void assertOpen() {
        assertDoesNotThrow(outage::permit);
    }

    /** A read that waits for the probe, or has not waited. */
    private CompletableFuture<Boolean> waitingRead() {
        CompletableFuture<Boolean> permitted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outage.permit().close();
                permitted.complete(true);
            } catch (ServerFault away) {
                permitted.complete(false);
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return permitted;
    }

    /** The probe loses its connection, and the next poll fails. */
    private void lose(PrimaryOutage.Permission probe) {
        probe.lost();
        probe.close();
        outage.pollFailed(time.get(), "refused");
    }

    private PrimaryOutage.Permission probe() throws ServerFault {
        outage.pollFailed(time.get(), "refused");
        return outage.permit();
    }

    @Test
    void withoutAFailedPollEveryReadIsPermitted() throws ServerFault {
        outage.permit().lost();
        assertOpen();
        assertFalse(outage.isSuspected());
    }

    @Test
    void aProbeThatLosesItsConnectionProvesTheOutageAndOneReadPerPauseIsTheNext() throws ServerFault {
        PrimaryOutage.Permission probe = probe();
        CompletableFuture<Boolean> waiting = waitingRead();
        lose(probe);
        assertFalse(waiting.join());
        assertAway();
        passes(ALMOST);
        assertAway();
        passes(Duration.ofMillis(1));
        outage.permit();
        assertAway();
    }

    @Test
    void aProbeThatIsAnsweredPermitsTheReadsThatWaitForIt() throws ServerFault {
        PrimaryOutage.Permission probe = probe();
        CompletableFuture<Boolean> waiting = waitingRead();
        outage.answered();
        probe.close();
        assertTrue(waiting.join());
        outage.pollFailed(time.get(), "refused");
        assertOpen();
        assertOpen();
        passes(PrimaryOutage.PROOF);
        PrimaryOutage.Permission next = outage.permit();
        lose(next);
        assertAway();
    }

    @Test
    void aLostConnectionOfAPrimaryThatAnswersTheNextPollProvesNothing() throws ServerFault {
        PrimaryOutage.Permission probe = probe();
        passes(Duration.ofMillis(1));
        CompletableFuture<Boolean> waiting = waitingRead();
        probe.lost();
        probe.close();
        outage.pollFailed(0, "a poll that began before");
        outage.pollAnswered();
        assertTrue(waiting.join());
    }

    @Test
    void anAnswerToAnyStatementEndsTheOutage() throws ServerFault {
        PrimaryOutage.Permission probe = probe();
        lose(probe);
        assertAway();
        outage.answered();
        assertOpen();
        assertOpen();
    }

    @Test
    void anAnsweredPollEndsTheOutage() throws ServerFault {
        PrimaryOutage.Permission probe = probe();
        lose(probe);
        outage.pollAnswered();
        assertOpen();
        assertOpen();
    }

    @Test
    void aProbeThatHangsProvesTheOutageAfterABoundedWait() throws ServerFault {
        probe();
        assertFalse(waitingRead().join());
        assertAway();
        passes(PrimaryOutage.SLOW_PROBE.minusNanos(1));
        assertAway();
    }

    @Test
    void aSlowProbeIsReplacedAndDecidesNothingAfterAnAnswer() throws ServerFault {
        probe();
        assertFalse(waitingRead().join());
        passes(PrimaryOutage.SLOW_PROBE);
        PrimaryOutage.Permission next = outage.permit();
        assertAway();
        next.close();
        outage.answered();
        assertOpen();
        passes(PrimaryOutage.PROOF);
        assertOpen();
    }

    @Test
    void anAnswerOfAnotherStatementEndsTheProbe() throws ServerFault {
        probe();
        assertFalse(waitingRead().join());
        outage.answered();
        passes(PrimaryOutage.PROOF);
        PrimaryOutage.Permission next = outage.permit();
        CompletableFuture<Boolean> waiting = waitingRead();
        next.close();
        assertTrue(waiting.join());
    }

    @Test
    void aProbeThatStillHangsProvesNothingInTheNextOutage() throws ServerFault {
        PrimaryOutage.Permission old = probe();
        outage.pollAnswered();
        outage.pollFailed(time.get(), "refused");
        passes(Duration.ofMinutes(1));
        PrimaryOutage.Permission probe = outage.permit();
        CompletableFuture<Boolean> waiting = waitingRead();
        old.lost();
        old.close();
        outage.answered();
        probe.close();
        assertTrue(waiting.join());
    }

    @Test
    void aProbeThatEndsWithoutAResultProvesNothing() throws ServerFault {
        PrimaryOutage.Permission probe = probe();
        CompletableFuture<Boolean> waiting = waitingRead();
        probe.close();
        assertTrue(waiting.join());
    }
}
