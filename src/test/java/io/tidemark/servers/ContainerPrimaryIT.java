package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.postgresql.ds.PGSimpleDataSource;

/** {@code pg/start-primary.sh} and the primary's health check. */
@Tag("debian")
class ContainerPrimaryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ContainerPrimary primary;

    @BeforeEach
    void withAnEmptyVolume(TestInfo test) throws Exception {
        primary = ContainerPrimary.in(
                Path.of(System.getProperty("basedir", "")).toAbsolutePath(),
                TestServers.work()
                        .resolve("primaries")
                        .resolve(test.getTestMethod().orElseThrow().getName()));
    }

    @AfterEach
    void close() {
        primary.close();
    }

    @Test
    void theHealthCheckLeavesNoErrorInTheLog() throws Exception {
        primary.startAndAwait(Map.of());
        int before = primary.output().length();
        assertEquals(new Verdict(0, ""), primary.health());
        assertFalse(primary.output().substring(before).contains("FATAL"), primary.output());
        primary.server().execute("SELECT pg_drop_replication_slot('replica')");
        assertUnhealthy("pg/slot.sql");
    }

    @Test
    void aFirstStartThatIsKilledIsBegunAnew() throws Exception {
        interruptFirstStart();
        assertUnhealthy("does not answer");
        primary.startAndAwait(Map.of());
        assertTrue(primary.output().contains("interrupted"), primary.output());
        assertEquals(0, primary.health().status());
        assertEquals("things", primary.server().query("SELECT to_regclass('things')"));
        primary.stop();
        Path kept = Files.createFile(primary.data().resolve("kept"));
        primary.startAndAwait(Map.of());
        assertTrue(Files.exists(kept), "it was initialised again");
    }

    /** Of an interrupted start that left no trace of itself. */
    @Test
    void aServerWithoutItsRolesIsNotHealthy() throws Exception {
        primary.startAndAwait(Map.of());
        primary.server().execute("DROP OWNED BY tidemark; DROP ROLE tidemark");
        assertUnhealthy("docker compose down -v");
    }

    @Test
    void aLaterStartSetsThePasswords() throws Exception {
        primary.startAndAwait(Map.of());
        assertDoesNotThrow(() -> primary.server().application().getConnection().close());
        primary.stop();
        primary.startAndAwait(Map.of("DATABASE_PASSWORD", "changed"));
        assertThrows(SQLException.class, () -> primary.server().application().getConnection());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + primary.server().port() + "/tidemark");
        assertDoesNotThrow(() -> source.getConnection("tidemark", "changed").close());
        assertFalse(primary.output().contains("changed"), primary.output());
    }

    @Test
    void aPasswordThatThePoolsCannotTakeIsRefusedFirst() throws Exception {
        primary.start(Map.of("DATABASE_PASSWORD", "sec:ret"));
        primary.awaitEnd();
        assertTrue(primary.output().contains("DATABASE_PASSWORD"), primary.output());
        assertTrue(primary.output().contains(".env"), primary.output());
        assertFalse(primary.output().contains("sec:ret"), primary.output());
        assertFalse(Files.exists(primary.data()));
    }

    @Test
    void whatIsNoDataDirectoryIsLeftAlone() throws Exception {
        Path kept = Files.createDirectories(primary.data()).resolve("kept");
        Files.createFile(kept);
        for (int start = 0; start < 2; start++) {
            primary.start(Map.of());
            primary.awaitEnd();
        }
        assertTrue(Files.exists(kept));
        assertTrue(primary.output().contains("not empty"), primary.output());
    }

    @Test
    void whoConnectsByTlsIsShownItsCertificate() throws Exception {
        primary.startAndAwait(Map.of());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + primary.server().port()
                + "/tidemark?sslMode=require&channelBinding=require");
        assertDoesNotThrow(() -> source.getConnection("tidemark", "a_b-C1").close());
    }

    private void interruptFirstStart() throws Exception {
        Path slow = primary.directory("slow").resolve("psql");
        Files.writeString(slow, "#!/bin/sh\nsleep 60\n");
        assertTrue(slow.toFile().setExecutable(true, false));
        primary.start(Map.of("PATH", slow.getParent() + ":" + primary.path()));
        Await.until(
                "a server without roles",
                PATIENCE,
                () -> Files.exists(primary.data().resolve("postmaster.pid")));
        primary.kill();
    }

    private void assertUnhealthy(String why) throws Exception {
        Verdict verdict = primary.health();
        assertEquals(1, verdict.status());
        assertTrue(verdict.output().contains(why), verdict.output());
    }
}
