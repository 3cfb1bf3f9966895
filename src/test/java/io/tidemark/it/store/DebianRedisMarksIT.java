package io.tidemark.it.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.DebianRedis;
import org.junit.jupiter.api.Test;

/** Runs the contract of {@code MarkStore} on Debian's Redis. */
class DebianRedisMarksIT extends DebianMarks {

    DebianRedisMarksIT() throws Exception {
        super(DebianRedis.REDIS);
    }

    @Test
    void itIsNewerThanTheEmbeddedOne() {
        String server = info();
        assertTrue(server.matches("(?s).*redis_version:(7|8|9)\\..*"), server);
    }
}
