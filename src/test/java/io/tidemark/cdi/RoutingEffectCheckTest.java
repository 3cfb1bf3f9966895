package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RoutingEffectCheckTest {

    private final AtomicBoolean routed = new AtomicBoolean();
    private final AtomicBoolean inRequest = new AtomicBoolean();
    private final RoutingEffectCheck effect = new RoutingEffectCheck(routed::get, inRequest::get);

    private void calls(int times) {
        for (int i = 0; i < times; i++) {
            effect.called();
        }
    }

    @Test
    void aDozenCallsWithoutAStatementAreAProblemUntilOnePasses() {
        effect.started();
        calls(RoutingEffectCheck.CALLS);
        assertEquals(Optional.empty(), effect.problem());
        calls(1);
        assertTrue(effect.problem().orElseThrow().contains("no statement passed"));
        routed.set(true);
        assertEquals(Optional.empty(), effect.problem());
    }

    @Test
    void callsWhileTheApplicationStartsAreNoProblem() {
        routed.set(true);
        calls(10 * RoutingEffectCheck.CALLS);
        assertEquals(Optional.empty(), effect.problem());
        effect.started();
        calls(10 * RoutingEffectCheck.CALLS);
        assertEquals(Optional.empty(), effect.problem());
    }

    @Test
    void requestsWithoutTheListenerAreAProblem() {
        routed.set(true);
        inRequest.set(true);
        calls(RoutingEffectCheck.CALLS + 1);
        assertTrue(effect.problem().orElseThrow().contains("metadata-complete"));
    }
}
