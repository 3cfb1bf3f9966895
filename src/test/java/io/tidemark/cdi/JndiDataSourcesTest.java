package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class JndiDataSourcesTest {

    private static final DataSource FOUND = new PGSimpleDataSource();

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
        assertEquals(Optional.of(FOUND), after(patience, notYet(), notYet()).replica(Optional.empty()));
        assertEquals(Optional.of(FOUND), after(patience, notYet()).replica(Optional.of("jdbc/replica")));
        assertEquals(FOUND, after(patience, notYet()).primary("jdbc/primary"));
    }

    @Test
    void aNameThatIsKnownAndNeverComesIsRefusedAndNotTakenForNone() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> after(Duration.ZERO, notYet())
                        .replica(Optional.empty()));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("tidemark.replica.jndi=jdbc/replica: expected"),
                refused.getMessage());
    }

    @Test
    void anUnknownNameIsNoReplicaIfItIsTheDefaultAndRefusedIfItWasSet() {
        Duration patience = Duration.ofSeconds(20);
        assertEquals(Optional.empty(), after(patience, unknown()).replica(Optional.empty()));
        assertEquals(
                Optional.empty(),
                after(patience, new NameNotFoundException("x")).replica(Optional.empty()));
        assertThrows(
                IllegalArgumentException.class, () -> after(patience, unknown()).replica(Optional.of("jdbc/nowhere")));
    }
}
