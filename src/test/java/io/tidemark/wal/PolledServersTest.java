package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the warnings of {@link PolledServers}. */
class PolledServersTest {

    private static final ReplicaName ONE = ReplicaName.of("one");
    private static final ReplicaName TWO = ReplicaName.of("two");

    private final KeptLog log = new KeptLog();
    private final PolledServers servers = new PolledServers(log);

    private static ServerId server(String incarnation) {
        return new ServerId(new ClusterId(42), "there:5432", incarnation);
    }

    @Test
    void twoNamesOfOneServerAreWarnedAboutOnce() {
        servers.reached(ONE, server("a"));
        servers.reached(TWO, server("a"));
        servers.reached(ONE, server("a"));
        servers.reached(TWO, server("a"));
        assertEquals(
                List.of("WARNING Replicas one and two are the same server, there:5432; expected one name for each"
                        + " server."),
                log.lines());
    }

    @Test
    void aServerThatAnotherNameHasLeftIsNoReason() {
        servers.reached(ONE, server("a"));
        servers.reached(TWO, server("b"));
        servers.reached(ONE, server("c"));
        servers.reached(TWO, server("a"));
        assertEquals(List.of(), log.lines());
    }
}
