package io.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PositionSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@code PostgresReplica} with a role that has fewer rights than it should. */
@Tag("standalone")
class PostgresReplicaIT {

    private final Servers servers = TestServers.running();
    private final List<String> warnings = new ArrayList<>();

    private PositionSource replica() {
        return new PostgresReplica(servers.replica().application(), Duration.ofSeconds(2), warnings::add);
    }

    private void rights(String change) throws Exception {
        servers.onPrimary(change);
        servers.postgres().awaitReplica();
    }

    @AfterEach
    void grant() throws SQLException {
        servers.onPrimary("GRANT pg_read_all_stats TO tidemark");
    }

    @Test
    void aRoleThatMaySeeTheTimelineIsNotWarned() throws Exception {
        try (PositionSource replica = replica()) {
            replica.read();
        }
        assertEquals(List.of(), warnings);
    }

    @Test
    void aRoleThatMayNotIsToldOnceAndTheTimelineIsThatOfTheControlFile() throws Exception {
        rights("REVOKE pg_read_all_stats FROM tidemark");
        try (PositionSource replica = replica()) {
            PositionReading reading = replica.read();
            replica.read();
            assertEquals(
                    servers.replica().query("SELECT timeline_id FROM pg_control_checkpoint()"),
                    String.valueOf(reading.position().timeline()));
        }
        assertEquals(
                List.of(
                        "The role tidemark cannot see on which timeline the replica is. After a failover its reads will go"
                                + " to the primary for longer than they must. Remedy: GRANT pg_read_all_stats TO tidemark"),
                warnings);
    }

    @Test
    void theRoleThatReadsAllSettingsAndStatisticsMaySeeItToo() throws Exception {
        rights("REVOKE pg_read_all_stats FROM tidemark; GRANT pg_monitor TO tidemark");
        try (PositionSource replica = replica()) {
            replica.read();
        } finally {
            servers.onPrimary("REVOKE pg_monitor FROM tidemark");
        }
        assertEquals(List.of(), warnings);
    }
}
