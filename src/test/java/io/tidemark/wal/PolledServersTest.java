package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the warnings of {@link PolledServers}. */
class PolledServersTest {

    private static final ReplicaName ONE = ReplicaName.of("one");
    private static final ReplicaName TWO = ReplicaName.of("two");

    private final List<LogRecord> records = new ArrayList<>();
    private final PolledServers servers = new PolledServers();
    private final Logger logger = Logger.getLogger(PolledServers.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private static ServerId server(String incarnation) {
        return new ServerId(new ClusterId(42), "there:5432", incarnation);
    }

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
    }

    @Test
    void twoNamesOfOneServerAreWarnedAboutOnce() {
        servers.reached(ONE, server("a"));
        servers.reached(TWO, server("a"));
        servers.reached(ONE, server("a"));
        servers.reached(TWO, server("a"));
        assertEquals(1, records.size());
        assertEquals(List.of(ONE, TWO, server("a")), List.of(records.get(0).getParameters()));
    }

    @Test
    void aServerThatAnotherNameHasLeftIsNoReason() {
        servers.reached(ONE, server("a"));
        servers.reached(TWO, server("b"));
        servers.reached(ONE, server("c"));
        servers.reached(TWO, server("a"));
        assertEquals(List.of(), records);
    }
}
