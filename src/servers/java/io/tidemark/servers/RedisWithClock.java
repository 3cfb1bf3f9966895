package io.tidemark.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Redis whose wall clock can be set independently of the machine's. Needs a C compiler and the GNU C library.
 * {@link #close} stops it.
 */
public final class RedisWithClock implements AutoCloseable {

    private final Children children = new Children();
    private final Path work;
    private final RedisServer server;

    /** Starts a server whose clock is right. */
    public RedisWithClock(Path work) throws IOException, InterruptedException {
        this.work = work;
        Directories.delete(work);
        Files.createDirectories(work);
        set(Duration.ZERO);
        server = new RedisServer(
                children,
                work.resolve("redis"),
                work.resolve("redis.log"),
                Port.anyFree(),
                "secret",
                RedisServer.Persistence.NONE,
                new RedisServer.Start(
                        Optional.empty(),
                        List.of(),
                        Map.of("LD_PRELOAD", clock().toString(), "CLOCK_SET_BY", offset().toString())));
        try {
            server.start();
        } catch (Throwable failed) {
            children.close();
            throw failed;
        }
    }

    private Path offset() {
        return work.resolve("offset");
    }

    private Path clock() throws IOException, InterruptedException {
        return new Preload(children, work).library("set-clock", List.of());
    }

    /** Sets the clock, as a difference from the right time. */
    public void set(Duration fromTheRightTime) throws IOException {
        Path next = work.resolve("offset.next");
        Files.writeString(next, String.valueOf(fromTheRightTime.toSeconds()));
        Files.move(next, offset(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** {@return the address, with the password} */
    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        children.close();
    }
}
