package io.tidemark.routing;

import io.tidemark.ReadsUnavailable;
import io.tidemark.Reason;
import io.tidemark.wal.PrimaryOutage;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.Optional;

/**
 * A read that goes to the primary because no replica would do, although the last poll of the primary failed. It is refused if
 * the primary is away.
 *
 * @param decision the decision, for which {@link #mayBeRefused} is true
 * @param permission of the read
 */
record DivertedRead(Decision decision, PrimaryOutage.Permission permission) implements Admission {

    /** Short compared with a restart, since replicas may reach the position sooner. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /**
     * Admits a read. May wait for the result of another read, for a bounded time.
     *
     * @throws ReadsUnavailable if the primary is away
     */
    static DivertedRead admit(Decision decision, PrimaryWatch primary) {
        try {
            return new DivertedRead(decision, primary.outage().permit());
        } catch (ServerFault away) {
            primary.retrySoon();
            throw unavailable(decision, String.valueOf(away.getMessage()));
        }
    }

    /** Whether reads with that reason are refused while the primary is away: a replica might serve them later. */
    static boolean mayBeRefused(Reason reason) {
        return reason == Reason.WRITE_PENDING || reason.isDiverted();
    }

    @Override
    public Optional<ReadsUnavailable> lost(String why) {
        permission.lost();
        return Optional.of(unavailable(decision, why));
    }

    @Override
    public void close() {
        permission.close();
    }

    private static ReadsUnavailable unavailable(Decision decision, String why) {
        return new ReadsUnavailable(
                "No replica may serve this read (" + decision.reason() + "), and the primary is away: " + why
                        + " Expected: the primary, or a replica"
                        + decision.required()
                                .map(position -> " that has replayed " + position)
                                .orElse(" that is eligible")
                        + ".",
                RETRY_AFTER);
    }
}
