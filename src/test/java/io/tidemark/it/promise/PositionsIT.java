package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.postgres.PostgresPrimary;
import io.tidemark.postgres.PostgresReplica;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Tests positions as read from real servers with the rights of the application's role. */
@Tag("standalone")
class PositionsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Servers servers = TestServers.running();

    private static ServerFault fault(PositionSource server) {
        return assertThrows(ServerFault.class, server::read);
    }

    private static void assertFault(ServerFault.Kind kind, String part, ServerFault fault) {
        assertEquals(kind, fault.kind());
        assertTrue(String.valueOf(fault.getMessage()).contains(part), fault.getMessage());
    }

    @Test
    void theReplicaReachesWhereThePrimaryIs() throws Exception {
        try (PositionSource primary = new PostgresPrimary(servers.primary().application(), TIMEOUT);
                PositionSource replica = new PostgresReplica(servers.replica().application(), TIMEOUT)) {
            servers.onPrimary("INSERT INTO things (color) VALUES ('grey')");
            PositionReading written = primary.read();
            Awaiting.until(
                    "the replica at " + written, () -> replica.read().position().covers(written.position()));
            assertEquals(written.cluster(), replica.read().cluster());
            assertEquals(1, written.position().timeline());
        }
    }

    /** The replica receives the write while its replay is paused. Its queries do not see the write then. */
    @Test
    void whatIsReceivedButNotReplayedDoesNotCount() throws Exception {
        try (PositionSource primary = new PostgresPrimary(servers.primary().application(), TIMEOUT);
                PositionSource replica = new PostgresReplica(servers.replica().application(), TIMEOUT)) {
            servers.pauseReplay();
            try {
                servers.onPrimary("INSERT INTO things (color) VALUES ('received')");
                PositionReading written = primary.read();
                String received = "SELECT pg_last_wal_receive_lsn() >= '"
                        + written.position().lsn() + "'";
                Awaiting.until(
                        "it is received", () -> "t".equals(servers.replica().query(received)));
                assertFalse(replica.read().position().covers(written.position()));
            } finally {
                servers.resumeReplay();
            }
        }
    }

    @Test
    void aStandbyIsNoPrimary() {
        try (PositionSource wrong = new PostgresPrimary(servers.replica().application(), TIMEOUT)) {
            assertFault(ServerFault.Kind.UNFIT, "in recovery", fault(wrong));
        }
    }

    @Test
    void aPrimaryIsNoReplica() {
        try (PositionSource wrong = new PostgresReplica(servers.primary().application(), TIMEOUT)) {
            assertFault(ServerFault.Kind.UNFIT, "not in recovery", fault(wrong));
        }
    }

    @Test
    void aWrongPasswordIsToldAsTheServerTellsIt() {
        PGSimpleDataSource wrong = (PGSimpleDataSource) servers.primary().application();
        wrong.setPassword("wrong");
        try (PositionSource primary = new PostgresPrimary(wrong, TIMEOUT)) {
            assertFault(ServerFault.Kind.REFUSED, "28P01", fault(primary));
        }
    }

    @Test
    void aServerThatIsDownIsUnreachableAndFoundAgain() throws Exception {
        DataSource source = servers.replica().application();
        try (PositionSource replica = new PostgresReplica(source, TIMEOUT)) {
            replica.read();
            servers.replica().stop();
            try {
                assertEquals(ServerFault.Kind.UNREACHABLE, fault(replica).kind());
            } finally {
                servers.replica().start();
            }
            assertEquals(1, replica.read().position().timeline(), "a new connection is made by itself");
        }
    }

    @Test
    void aServerThatWasRestartedIsAskedOnANewConnectionAtOnce() throws Exception {
        try (PositionSource replica = new PostgresReplica(servers.replica().application(), TIMEOUT)) {
            replica.read();
            servers.replica().stop();
            servers.replica().start();
            assertEquals(1, replica.read().position().timeline());
        }
    }
}
