package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The scripts of {@code pg/} that make the primary and the replica of {@code docker-compose.yml}. */
@Tag("debian")
@TestInstance(Lifecycle.PER_CLASS)
class ContainerReplicaIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ContainerPrimary primary;
    private ContainerReplica replica;

    ContainerReplicaIT() throws Exception {
        Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        primary = ContainerPrimary.start(checkout, TestServers.work().resolve("containers"));
        replica = primary.replica("replica");
    }

    @BeforeEach
    void withAnEmptyVolume(TestInfo test) throws Exception {
        replica = primary.replica(test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void stopReplica() throws Exception {
        replica.stop();
    }

    @AfterAll
    void stopPrimary() {
        primary.close();
    }

    @Test
    void thePrimaryHasTheRolesTheSlotAndTheSchema() throws Exception {
        try (Connection connection = primary.server().application().getConnection()) {
            assertTrue(connection.isValid(2));
        }
        assertEquals("things", primary.server().query("SELECT to_regclass('things')"));
        assertEquals("reserved", primary.server().query("SELECT wal_status FROM pg_replication_slots"));
    }

    @Test
    void aFirstStartMakesAReplicaThatFollowsThePrimary() throws Exception {
        String color = paint("first");
        replica.startAndAwait(Map.of());
        assertEquals("t", replica.query("SELECT pg_is_in_recovery()"));
        replica.awaitPrimary();
        assertEquals(color, replica.query("SELECT color FROM things ORDER BY id DESC LIMIT 1"));
        color = paint("second");
        replica.awaitPrimary();
        assertEquals(color, replica.query("SELECT color FROM things ORDER BY id DESC LIMIT 1"));
        assertEquals(
                "replica by replicator in the slot replica",
                primary.server()
                        .query("SELECT application_name || ' by ' || usename || ' in the slot ' || slot_name"
                                + " FROM pg_stat_replication JOIN pg_replication_slots ON active_pid = pid"));
        assertFalse(Files.exists(replica.unfinished()));
        assertEquals(List.of(), OpenPorts.ofTree(replica.process()).beyondLoopback());
    }

    @Test
    void thePasswordIsNotToldAndNobodyElseReadsIt() throws Exception {
        replica.startAndAwait(Map.of());
        String password = primary.logins().replication().password();
        assertFalse(replica.output().contains(password), replica.output());
        assertFalse(
                Files.readString(replica.data().resolve("postgresql.auto.conf")).contains(password));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(replica.passwords())));
    }

    @Test
    void aLaterStartContinuesEvenWithoutThePrimary() throws Exception {
        replica.startAndAwait(Map.of());
        replica.awaitPrimary();
        replica.stop();
        Path own = Files.createFile(replica.data().resolve("of-this-copy"));
        String color = paint("between");
        replica.startAndAwait(Map.of());
        replica.awaitPrimary();
        assertEquals(color, replica.query("SELECT color FROM things ORDER BY id DESC LIMIT 1"));
        replica.stop();
        primary.stop();
        try {
            replica.startAndAwait(Map.of("PRIMARY_DEADLINE", "1"));
            assertEquals(color, replica.query("SELECT color FROM things ORDER BY id DESC LIMIT 1"));
        } finally {
            primary.startAndAwait(Map.of());
        }
        assertTrue(Files.exists(own), "it was copied anew");
    }

    @Test
    void aLaterStartTakesANewPassword() throws Exception {
        replica.startAndAwait(Map.of());
        replica.stop();
        String old = primary.logins().replication().password();
        primary.server().execute("ALTER ROLE replicator PASSWORD 'changed'");
        try {
            replica.startAndAwait(Map.of("REPLICATION_PASSWORD", "changed"));
            paint("with a new password");
            replica.awaitPrimary();
        } finally {
            primary.server().execute("ALTER ROLE replicator PASSWORD '" + old.replace("'", "''") + "'");
        }
    }

    @Test
    void aSecondReplicaMakesItsOwnSlotAndKeepsIt() throws Exception {
        String active = "SELECT active::text FROM pg_replication_slots WHERE slot_name = 'replica_2'";
        try {
            replica.startAndAwait(Map.of("SLOT", "replica_2"));
            replica.awaitPrimary();
            assertEquals("true", primary.server().query(active));
            replica.stop();
            Directories.delete(replica.data());
            replica.startAndAwait(Map.of("SLOT", "replica_2"));
            replica.awaitPrimary();
            assertEquals("true", primary.server().query(active));
        } finally {
            replica.stop();
            Await.until("an unused slot", PATIENCE, () -> "false"
                    .equals(primary.server().query(active)));
            primary.server().execute("SELECT pg_drop_replication_slot('replica_2')");
        }
    }

    @Test
    void whatStreamsIsHealthyAndLeavesNoErrorInThePrimarysLog() throws Exception {
        int before = primary.output().length();
        replica.startAndAwait(Map.of());
        replica.awaitPrimary();
        assertEquals(new Verdict(0, ""), replica.health());
        assertFalse(primary.output().substring(before).contains("FATAL"), primary.output());
        assertEquals(
                "true",
                primary.server()
                        .query("SELECT bool_and(ssl)::text FROM pg_stat_ssl JOIN pg_stat_replication USING (pid)"));
    }

    @Test
    void whatDoesNotStreamIsNotHealthy() throws Exception {
        replica.startAndAwait(Map.of());
        replica.awaitPrimary();
        replica.stop();
        replica.startAndAwait(Map.of("REPLICATION_PASSWORD", "wrong"));
        assertUnhealthy();
        replica.stop();
        primary.server().execute("SELECT pg_drop_replication_slot('replica')");
        try {
            replica.startAndAwait(Map.of());
            assertUnhealthy();
        } finally {
            primary.server().execute("SELECT pg_create_physical_replication_slot('replica', true)");
        }
        Await.until("health", PATIENCE, () -> replica.health().status() == 0);
    }

    private void assertUnhealthy() throws Exception {
        // Each attempt to stream looks well for a moment.
        for (int look = 0; look < 3; look++) {
            Verdict verdict = replica.health();
            assertEquals(1, verdict.status());
            assertTrue(verdict.output().contains("does not stream"), verdict.output());
        }
    }

    @Test
    void aCopyThatIsRefusedNamesTheRemedies() throws Exception {
        replica.start(Map.of("REPLICATION_PASSWORD", "wrong"));
        replica.awaitEnd();
        assertTrue(replica.output().contains("REPLICATION_PASSWORD"), replica.output());
        assertTrue(replica.output().contains("docker compose down -v"), replica.output());
        assertFalse(Files.exists(replica.data()));
    }

    @Test
    void aPrimaryWithoutTlsIsRefused() throws Exception {
        primary.stop();
        Path script = primary.configuration().resolve("start-primary.sh");
        String original = Files.readString(script);
        Files.writeString(script, original.replace("-c ssl=on", "-c ssl=off"));
        try {
            primary.startAndAwait(Map.of());
            replica.start(Map.of("PRIMARY_DEADLINE", "1"));
            replica.awaitEnd();
            assertFalse(Files.exists(replica.data()));
        } finally {
            primary.stop();
            Files.writeString(script, original);
            primary.startAndAwait(Map.of());
        }
    }

    @Test
    void aFirstStartThatIsKilledIsBegunAnew() throws Exception {
        Path slow = primary.directory("slow");
        Path copying = slow.resolve("pg_basebackup");
        Files.writeString(
                copying, "#!/bin/sh\nexec " + primary.programs().resolve("pg_basebackup") + " --max-rate=1M \"$@\"\n");
        Files.setPosixFilePermissions(copying, PosixFilePermissions.fromString("rwxr-xr-x"));
        replica.start(Map.of("PATH", slow + ":" + primary.path()));
        Await.until(
                "some of the copy",
                PATIENCE,
                () -> Files.exists(replica.unfinished().resolve("base")));
        replica.stop();
        assertFalse(Files.exists(replica.unfinished().resolve("global/pg_control")), "the copy was complete already");
        assertFalse(Files.exists(replica.data()), "what is not complete has the name of what is");

        String color = paint("after the crash");
        replica.startAndAwait(Map.of());
        replica.awaitPrimary();
        assertEquals(color, replica.query("SELECT color FROM things ORDER BY id DESC LIMIT 1"));
        assertFalse(Files.exists(replica.unfinished()));
    }

    @Test
    void aPrimaryThatDoesNotAnswerIsGivenUp() throws Exception {
        primary.stop();
        try {
            replica.start(Map.of("PRIMARY_DEADLINE", "1"));
            replica.awaitEnd();
        } finally {
            primary.startAndAwait(Map.of());
        }
        assertTrue(replica.output().contains("has not answered for 1 s"), replica.output());
        assertFalse(Files.exists(replica.data()));
    }

    @Test
    void whatIsNoDataDirectoryIsLeftAlone() throws Exception {
        Path kept = Files.createDirectories(replica.data()).resolve("kept");
        Files.createFile(kept);
        replica.start(Map.of());
        replica.awaitEnd();
        assertTrue(Files.exists(kept));
        assertTrue(replica.output().contains("not empty"), replica.output());
    }

    private String paint(String color) throws Exception {
        primary.server().execute("INSERT INTO things (color) VALUES ('" + color + "')");
        return color;
    }
}
