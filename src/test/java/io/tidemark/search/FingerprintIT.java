package io.tidemark.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.search.Step.Kind;
import io.tidemark.wal.QuietLogs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that equal fingerprints mean equal behaviour, which makes it sound to explore such states once. */
@Tag("slow")
@Tag("standalone")
class FingerprintIT {

    private final List<Step> steps = Steps.of(EnumSet.allOf(Kind.class), 1);
    private final QuietLogs quiet = new QuietLogs();

    @AfterEach
    void end() {
        quiet.end();
    }

    private World at(List<Step> path) {
        World world = new World(Parts.all());
        path.forEach(world::execute);
        return world;
    }

    private static List<Step> then(List<Step> path, Step step) {
        List<Step> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private List<List<Step>> pathsOf(int length) {
        List<List<Step>> paths = List.of(List.of());
        for (int i = 0; i < length; i++) {
            paths = paths.stream()
                    .flatMap(path -> {
                        World world = at(path);
                        return steps.stream()
                                .filter(step -> step.isPossible(world))
                                .map(step -> then(path, step));
                    })
                    .toList();
        }
        return paths;
    }

    @Test
    void aPathThatIsExecutedTwiceEndsInTheSameState() {
        for (List<Step> path : pathsOf(2)) {
            assertEquals(at(path).text(), at(path).text());
        }
    }

    @Test
    void eachStepFromTwoPathsToOneStateLeadsToOneState() {
        Map<Fingerprint, List<Step>> first = new HashMap<>();
        int compared = 0;
        for (List<Step> path : pathsOf(3)) {
            List<Step> other = first.putIfAbsent(at(path).fingerprint(), path);
            World world = at(path);
            for (Step step : other == null ? List.<Step>of() : steps) {
                if (step.isPossible(world) && step.isPossible(at(other))) {
                    assertEquals(
                            at(then(other, step)).text(), at(then(path, step)).text());
                    compared++;
                }
            }
        }
        assertTrue(compared > 100, "compared " + compared);
    }

    @Test
    void eachFirstStepOfAWriteChangesTheState() {
        Step begin = steps.stream()
                .filter(step -> step.kind() == Kind.BEGIN)
                .findFirst()
                .orElseThrow();
        assertNotEquals(at(List.of()).fingerprint(), at(List.of(begin)).fingerprint());
    }

    @Test
    void anObjectOfAnUnknownTypeIsRefused() {
        StateText text = new StateText(0, Instant.EPOCH, Map.of());
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> text.add(List.of(new StringBuilder())));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("java.lang.StringBuilder"), message);
        assertTrue(message.contains("add a rule"), message);
    }
}
