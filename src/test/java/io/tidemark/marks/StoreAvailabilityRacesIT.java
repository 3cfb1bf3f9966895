package io.tidemark.marks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.concurrent.Races;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Explores the interleavings of the thread that probes the store with threads whose marks are not stored. */
@Tag("slow")
@Tag("standalone")
class StoreAvailabilityRacesIT {

    @Test
    void aFloorThatIsOwedWhileTheStoreComesBackIsRaisedOrStillOwed() {
        Races.explore(() -> {
            StoreAvailability store = new StoreAvailability(() -> 0);
            store.failed("away");
            boolean[] raised = new boolean[1];
            Races.together(
                    () -> {
                        StoreAvailability.Attempt attempt = store.attempt();
                        raised[0] = attempt.owing();
                        store.usableAgain(attempt);
                    },
                    () -> store.oweFloor("A mark could not be stored."));
            assertTrue(raised[0] || store.owing(), "the debt is lost");
            assertTrue(!store.owing() || store.problem().isPresent(), "a store that is owed a floor is used");
        });
    }

    @Test
    void aStoreThatFailsWhileItComesBackIsNotUsed() {
        Races.explore(() -> {
            StoreAvailability store = new StoreAvailability(() -> 0);
            StoreAvailability.Attempt attempt = store.attempt();
            Races.together(() -> store.usableAgain(attempt), () -> store.failed("away"));
            assertEquals("away", store.problem().orElse(""));
        });
    }
}
