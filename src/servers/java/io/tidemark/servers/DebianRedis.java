package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Redis or Valkey of Debian's packages, newer than the embedded Redis. {@link #close} stops it. */
public final class DebianRedis implements AutoCloseable {

    /** Redis 7 or newer. */
    public static final Path REDIS = Path.of("/usr/bin/redis-server");

    /** Valkey, the fork of Redis 7.2. */
    public static final Path VALKEY = Path.of("/usr/bin/valkey-server");

    private final Children children = new Children();
    private final RedisServer server;

    /**
     * Starts a server.
     *
     * @param program {@link #REDIS} or {@link #VALKEY}
     * @param work a directory for this server only
     */
    public DebianRedis(Path program, Path work) throws IOException, InterruptedException {
        Directories.delete(work);
        Files.createDirectories(work);
        server = new RedisServer(
                children,
                work.resolve("redis"),
                work.resolve("redis.log"),
                Port.anyFree(),
                "secret",
                RedisServer.Persistence.NONE,
                new RedisServer.Start(Optional.of(program), List.of(), Map.of()));
        try {
            server.start();
        } catch (Throwable failed) {
            children.close();
            throw failed;
        }
    }

    public RedisServer server() {
        return server;
    }

    @Override
    public void close() {
        children.close();
    }
}
