package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.wal.ServerFault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class JndiDataSourcesTest {

    private static final DataSource FOUND = new PGSimpleDataSource();
    private static final List<ReplicaSetting> DEFAULT = List.of(new ReplicaSetting("jdbc/replica", 1));

    /** As WildFly has it for a name that is defined, and whose service is not up. */
    private static NamingException notYet() {
        NamingException failed = new NameNotFoundException("jdbc/replica");
        failed.initCause(new IllegalStateException());
        return failed;
    }

    /** As Payara has it for a name that does not exist. */
    private static NamingException unknown() {
        NamingException failed = new NamingException("Lookup failed");
        failed.setRootCause(new NameNotFoundException("replica not found"));
        return failed;
    }

    /** Throws one failure after the other, the last for ever; finds the data source when none is left. */
    private static JndiDataSources after(Duration patience, NamingException... failures) {
        Deque<NamingException> left = new ArrayDeque<>(List.of(failures));
        return new JndiDataSources(
                name -> {
                    if (left.isEmpty()) {
                        return FOUND;
                    }
                    throw left.pop();
                },
                patience);
    }

    @Test
    void aNameThatIsNotThereYetIsWaitedFor() {
        Duration patience = Duration.ofSeconds(20);
        assertEquals(DEFAULT, after(patience, notYet(), notYet()).replicas(List.of()));
        assertEquals(FOUND, after(patience, notYet()).primary("jdbc/primary"));
    }

    @Test
    void aNameThatIsKnownAndNeverComesIsRefusedAndNotTakenForNone() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> after(Duration.ZERO, notYet())
                        .replicas(List.of()));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("tidemark.replica.jndi=jdbc/replica: expected"),
                refused.getMessage());
    }

    @Test
    void anUnknownNameIsNoReplicaIfItIsTheDefault() {
        Duration patience = Duration.ofSeconds(20);
        assertEquals(List.of(), after(patience, unknown()).replicas(List.of()));
        assertEquals(List.of(), after(patience, new NameNotFoundException("x")).replicas(List.of()));
    }

    @Test
    void aNameThatWasSetIsAbsentUntilItIsFound() throws Exception {
        List<ReplicaSetting> set = List.of(new ReplicaSetting("jdbc/later", 1));
        JndiDataSources sources = after(Duration.ZERO, unknown());
        assertEquals(set, sources.replicas(set));
        ReplicaDataSource replica = sources.replica("jdbc/later");
        ServerFault absent = assertThrows(ServerFault.class, replica::lookUpAgain);
        assertEquals(ServerFault.Kind.ABSENT, absent.kind());
        assertEquals(
                "08001",
                assertThrows(SQLException.class, replica::getConnection).getSQLState());
        replica.lookUpAgain();
        assertTrue(replica.isWrapperFor(PGSimpleDataSource.class));
    }

    @Test
    void aReplicaThatAnswersIsLookedUpOncePerSecond() throws Exception {
        AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
        AtomicInteger lookUps = new AtomicInteger();
        ReplicaDataSource replica = new ReplicaDataSource(
                "jdbc/replica",
                name -> {
                    lookUps.incrementAndGet();
                    return new PGSimpleDataSource();
                },
                now::get);
        replica.lookUpAgain();
        replica.lookUpIfDue();
        now.addAndGet(Duration.ofMillis(999).toNanos());
        replica.lookUpIfDue();
        assertEquals(1, lookUps.get());
        now.addAndGet(Duration.ofMillis(1).toNanos());
        replica.lookUpIfDue();
        assertEquals(2, lookUps.get());
    }
}
