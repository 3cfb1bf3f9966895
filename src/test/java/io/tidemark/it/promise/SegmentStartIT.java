package io.tidemark.it.promise;

import io.tidemark.postgres.PostgresPrimary;
import io.tidemark.postgres.PostgresReplica;
import io.tidemark.servers.Await;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionSource;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@code WalLayout} with a primary that has begun a segment and writes nothing. */
@Tag("standalone")
class SegmentStartIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Servers servers = TestServers.running();

    /** Tried again if the server itself writes after it has switched. */
    @Test
    void anIdlePrimaryAtTheStartOfASegmentIsReached() throws Exception {
        long segment = Long.parseLong(
                servers.primary().query("SELECT setting FROM pg_settings WHERE name = 'wal_segment_size'"));
        try (PositionSource primary = new PostgresPrimary(servers.primary().superuser(), TIMEOUT);
                PositionSource replica = new PostgresReplica(servers.replica().superuser(), TIMEOUT)) {
            Await.until("a position at the start of a segment that the replica reaches", TIMEOUT, () -> {
                servers.onPrimary("SELECT pg_switch_wal()");
                servers.postgres().awaitReplica();
                Position position = primary.read().position();
                return position.lsn().value() % segment == 0
                        && replica.read().position().covers(position);
            });
        }
    }
}
