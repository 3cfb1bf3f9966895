package io.tidemark.testkit;

import io.tidemark.servers.RedisServer;
import java.io.IOException;
import java.net.URI;

/** The Redis server, which is empty at the start and keeps nothing over a restart. Thread-safe. */
public final class Redis {

    private final RedisServer server;

    Redis(RedisServer server) {
        this.server = server;
    }

    /** {@return the address with the password, for {@code tidemark.redis.uri} or a client library} */
    public URI uri() {
        return server.uri();
    }

    /** Kills the server as a crash would. Has no effect on a lost server. */
    public void lose() throws InterruptedException {
        server.kill();
    }

    /** Starts a lost server, which is then empty, and returns when it answers. Else it has no effect. */
    public void recover() throws IOException, InterruptedException {
        if (!server.running()) {
            server.start();
        }
    }

    @Override
    public String toString() {
        return "Redis";
    }
}
