package io.tidemark.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RedisSettingsTest {

    private static Optional<InetSocketAddress> server(String uri) {
        return new RedisSettings(
                        URI.create(uri),
                        Duration.ofSeconds(1),
                        8,
                        "default",
                        Duration.ofHours(1),
                        OptionalInt.empty(),
                        RedisSettings.Callers.PLAIN)
                .server();
    }

    @Test
    void onlyASingleServerHasOneAddress() {
        assertEquals(
                Optional.of(InetSocketAddress.createUnresolved("redis.example.com", 6379)),
                server("rediss://user:secret@redis.example.com/3"));
        assertEquals(
                Optional.of(InetSocketAddress.createUnresolved("10.0.0.7", 7000)), server("redis://10.0.0.7:7000"));
        assertEquals(Optional.empty(), server("redis-sentinel://10.0.0.7:26379/master"));
        assertEquals(Optional.empty(), server("redis-cluster://10.0.0.7:7000"));
    }
}
