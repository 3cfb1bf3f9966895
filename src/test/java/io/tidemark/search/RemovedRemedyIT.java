package io.tidemark.search;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As {@link RemovedRemedyTest}, for remedies whose removal takes longer to find. */
@Tag("slow")
@Tag("standalone")
class RemovedRemedyIT {

    @Test
    void withoutTheHorizonRuleAnExpiredMarkHidesACommit() {
        RemovedRemedyTest.assertFinds(
                RemovedRemedyTest.ONE_WRITE,
                Parts.withoutHorizonRule(),
                "horizon",
                List.of(
                        "begins",
                        "commits",
                        "",
                        "Half the horizon",
                        "Half the horizon",
                        "reads on node",
                        "Stale read"));
    }

    @Test
    void withoutTheTimelineAReplicaLeftBehindByAPromotionHidesACommit() {
        RemovedRemedyTest.assertFinds(
                RemovedRemedyTest.PROMOTION,
                Parts.withoutTimeline(),
                "timeline",
                List.of(
                        "begins write 1",
                        "commits write 1",
                        "Replica 1 replays",
                        "Replica 2 is promoted",
                        "begins write 2",
                        "commits write 2",
                        "stores the mark of write 2",
                        "CAUGHT_UP",
                        "Stale read: replica 1"));
    }
}
