package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.OwnServers;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Tests {@link Servers} with two replicas, each of which is controlled alone. */
@Tag("standalone")
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class TwoReplicasIT {

    private Servers servers;
    private PostgresCluster postgres;

    @BeforeAll
    void start() throws Exception {
        servers = OwnServers.start("two-replicas", 2);
        postgres = servers.postgres();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    void eachStreamsByItsOwnSlot() throws Exception {
        assertEquals(
                "replica,replica_2",
                servers.primary()
                        .query("SELECT string_agg(slot_name, ',' ORDER BY slot_name) FROM pg_replication_slots"
                                + " WHERE active"));
        paint("orange");
        assertEquals("1", count(1, "orange"));
        assertEquals("1", count(2, "orange"));
    }

    @Test
    void theEnvironmentHasThePortOfEach() {
        assertEquals(
                String.valueOf(servers.replica(1).port()), servers.environment().get("REPLICA_PORT"));
        assertEquals(
                String.valueOf(servers.replica(2).port()), servers.environment().get("REPLICA_2_PORT"));
    }

    @Test
    void oneIsPausedWhileTheOtherGoesOn() throws Exception {
        for (int paused = 1; paused <= 2; paused++) {
            int other = 3 - paused;
            String color = "paused " + paused;
            postgres.pauseReplay(servers.replica(paused));
            try {
                servers.onPrimary("INSERT INTO things (color) VALUES ('" + color + "')");
                postgres.awaitReplica(servers.replica(other));
                assertEquals("1", count(other, color));
                assertEquals("0", count(paused, color));
            } finally {
                postgres.resumeReplay(servers.replica(paused));
            }
            postgres.awaitReplica(servers.replica(paused));
            assertEquals("1", count(paused, color));
        }
    }

    @Test
    void oneIsDownWhileTheOtherGoesOn() throws Exception {
        servers.replica(2).stop();
        try {
            servers.onPrimary("INSERT INTO things (color) VALUES ('down')");
            postgres.awaitReplica(servers.replica(1));
            assertFalse(servers.replica(2).running());
            assertEquals("1", count(1, "down"));
        } finally {
            servers.replica(2).start();
        }
        assertTrue(servers.replica(2).running());
        postgres.awaitReplica(servers.replica(2));
        assertEquals("1", count(2, "down"));
    }

    private void paint(String color) throws Exception {
        servers.onPrimary("INSERT INTO things (color) VALUES ('" + color + "')");
        postgres.awaitReplica(servers.replica(1));
        postgres.awaitReplica(servers.replica(2));
    }

    private String count(int replica, String color) throws SQLException {
        return servers.replica(replica).query("SELECT count(*) FROM things WHERE color = '" + color + "'");
    }
}
