package io.tidemark.telemetry;

import io.tidemark.Reason;
import io.tidemark.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The numbers of a node with a replica, a store and a budget. It has accepted nine tokens, and holds one pending entry. */
public final class SampleNumbers {

    private SampleNumbers() {}

    /**
     * {@return the numbers}
     *
     * @param statements the number of statements by reason
     * @param lagMillis the lag of the replica
     */
    public static NodeNumbers of(Map<Reason, Long> statements, OptionalLong lagMillis) {
        Status.Replica replica = new Status.Replica(
                "jdbc/replica",
                true,
                false,
                false,
                3,
                Optional.empty(),
                Optional.empty(),
                lagMillis,
                OptionalLong.of(4096),
                Optional.empty(),
                OptionalLong.of(-50));
        Status status = new Status(
                true,
                new Status.Primary(true, Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(replica),
                Optional.of(new Status.Store(true, false, Optional.empty(), Optional.empty())),
                statements,
                4,
                Optional.empty(),
                List.of(),
                Optional.of(new Status.Budget(OptionalInt.of(4), OptionalDouble.of(0.25), 2, 17)),
                Optional.empty(),
                Optional.empty());
        return new NodeNumbers(status, 9, 1);
    }
}
