package io.tidemark.chaos;

import io.tidemark.chaos.FaultSchedule.Planned;
import io.tidemark.servers.Link;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The strikes on application servers and on their connections. */
final class NodeStrikes {

    private static final System.Logger LOG = System.getLogger(NodeStrikes.class.getName());

    /** The longest wait for the COMMIT of a write. */
    private static final Duration TO_COMMIT = Duration.ofSeconds(5);

    private final ChaosServers servers;

    NodeStrikes(ChaosServers servers) {
        this.servers = servers;
    }

    Strike of(Planned planned, int number) {
        Link redis = servers.links().redis(number);
        return switch (planned.fault()) {
            case REDIS_PARTITIONED -> new Strike(redis::silence, redis::restore);
            case NODE_KILLED -> new Strike(() -> servers.killNode(number - 1), () -> servers.restartNode(number - 1));
            case NODE_KILLED_AT_COMMIT -> killedAtCommit(planned, number);
            default -> throw Strikes.unknown(planned.fault());
        };
    }

    /** The query for the position goes through the same silent link as the COMMIT, so there is no mark to be stored. */
    private Strike killedAtCommit(Planned planned, int number) {
        Link primary = servers.links().primary(number);
        return new Strike(
                () -> {
                    CountDownLatch committed = primary.silenceAfter("UPDATE 1", "COMMIT");
                    // Without a write in that time, it is killed at a random moment.
                    boolean seen = committed.await(TO_COMMIT.toMillis(), TimeUnit.MILLISECONDS);
                    servers.killNode(number - 1);
                    LOG.log(System.Logger.Level.INFO, "{0} was killed at a commit: {1}", planned.target(), seen);
                },
                () -> {
                    primary.restore();
                    servers.restartNode(number - 1);
                });
    }
}
