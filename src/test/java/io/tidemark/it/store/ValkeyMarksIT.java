package io.tidemark.it.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.DebianRedis;
import org.junit.jupiter.api.Test;

/** Runs the contract of {@code MarkStore} on Debian's Valkey. */
class ValkeyMarksIT extends DebianMarks {

    ValkeyMarksIT() throws Exception {
        super(DebianRedis.VALKEY);
    }

    @Test
    void itIsValkey() {
        String server = info();
        assertTrue(server.matches("(?s).*valkey_version:(8|9)\\..*"), server);
    }
}
