package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Redis of Debian's package {@code redis-server}, which is newer than the embedded one. Closing stops it. */
public final class DebianRedis implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

    private final Children children = new Children();
    private final RedisServer server;

    /**
     * A running one.
     *
     * @param work its own directory
     */
    public DebianRedis(Path work) throws IOException, InterruptedException {
        Directories.delete(work);
        Files.createDirectories(work);
        server = new RedisServer(
                children,
                work.resolve("redis"),
                work.resolve("redis.log"),
                Port.anyFree(),
                "secret",
                RedisServer.Persistence.NONE,
                new RedisServer.Start(Optional.of(PROGRAM), List.of(), Map.of()));
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
