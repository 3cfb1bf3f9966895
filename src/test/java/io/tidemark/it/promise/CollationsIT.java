package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Node;
import io.tidemark.postgres.PostgresPrimary;
import io.tidemark.postgres.PostgresReplica;
import io.tidemark.servers.OddReplica;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.time.Ticker;
import io.tidemark.wal.CollationRule;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ReplicaState;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ReplicaWatchSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@code CollationVersions} as read from real servers by a role without special rights. */
class CollationsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String COLLATION = "pg_catalog.\"de-x-icu\"";

    private final Servers servers = TestServers.running();
    private final Path work = TestServers.work().resolve("collations");

    @BeforeEach
    void index() throws Exception {
        servers.onPrimary("REVOKE pg_read_all_stats FROM tidemark");
        servers.onPrimary("CREATE TABLE words (word text COLLATE \"de-x-icu\" PRIMARY KEY)");
        servers.postgres().awaitReplica();
    }

    @AfterEach
    void drop() throws SQLException {
        servers.onPrimary("DROP TABLE words");
        servers.onPrimary("GRANT pg_read_all_stats TO tidemark");
    }

    private String version() throws SQLException {
        return servers.primary().query("SELECT pg_collation_actual_version('" + COLLATION + "'::regcollation)");
    }

    @Test
    void equalVersionsAreEligible() throws Exception {
        try (PositionSource primary = new PostgresPrimary(servers.primary().application(), TIMEOUT);
                PositionSource replica = new PostgresReplica(servers.replica().application(), TIMEOUT);
                Node node = Node.of(servers)) {
            Map<String, String> expected =
                    primary.read().collations().orElseThrow().byName();
            assertEquals(version(), expected.get(COLLATION));
            assertEquals("", expected.get("default"), "C has no version");
            assertEquals(expected, replica.read().collations().orElseThrow().byName());
            node.awaitReplica("alice");
        }
    }

    @Tag("debian")
    @Test
    void aReplicaWithAnotherLibraryIsNotEligibleUnlessItIsAccepted() throws Exception {
        try (OddReplica odd = new OddReplica(servers, servers.replica(), work)) {
            odd.otherCollations();
            servers.postgres().awaitReplica();
            try (Node node = Node.of(servers)) {
                Awaiting.until(
                        "the reason",
                        () -> node.replica().fitness() == ReplicaState.Fitness.INELIGIBLE
                                && node.reasonOfARead("alice") == Reason.REPLICA_INELIGIBLE);
                String problem = node.replica().problem().orElseThrow();
                assertTrue(
                        problem.contains(COLLATION + " has version 1.2.3.4, the primary's version " + version()),
                        problem);
            }
            accepted();
        }
    }

    private void accepted() throws Exception {
        try (PrimaryWatch primary = new PrimaryWatch(
                        "the primary",
                        new PostgresPrimary(servers.primary().application(), TIMEOUT),
                        Duration.ofMillis(100),
                        TIMEOUT,
                        Ticker.SYSTEM);
                ReplicaWatch replica = new ReplicaWatch(
                        ReplicaSource.of(
                                ReplicaName.of("the replica"),
                                new PostgresReplica(servers.replica().application(), TIMEOUT)),
                        primary,
                        new ReplicaWatchSettings(
                                Duration.ofMillis(100), Duration.ofMinutes(30), CollationRule.ACCEPT_ANY),
                        Ticker.SYSTEM)) {
            new Thread(primary, "accepting-primary").start();
            new Thread(replica, "accepting-replica").start();
            Awaiting.until("the replica", () -> replica.awaitPoll(TIMEOUT).eligible());
        }
    }
}
