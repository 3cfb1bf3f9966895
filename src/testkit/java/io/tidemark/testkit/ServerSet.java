package io.tidemark.testkit;

import io.tidemark.servers.Logins;
import io.tidemark.servers.Ports;
import io.tidemark.servers.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The running servers of a {@link Tidemark}, on free ports, in a temporary directory. Thread-safe. */
final class ServerSet implements AutoCloseable {

    private final Servers servers;
    private final StaleReads staleReads;
    private final Primary primary;
    private final List<Replica> replicas;
    private final Redis redis;

    private ServerSet(Servers servers) {
        this.servers = servers;
        this.staleReads = new StaleReads(servers.primary().application());
        this.primary = new Primary(servers.primary());
        this.replicas = IntStream.range(0, servers.postgres().replicas().size())
                .mapToObj(number -> new Replica(servers.postgres(), number, staleReads))
                .toList();
        this.redis = new Redis(servers.redis());
    }

    static ServerSet start(int replicas) throws Exception {
        Path directory = Files.createTempDirectory("tidemark-testkit-");
        Configuration.writeTo(directory);
        return new ServerSet(
                Servers.startTemporary(directory, programs(directory), Ports.free(replicas), Logins.ofTests(Map.of())));
    }

    /** {@return the directory for unpacked programs} It is kept for later runs if the user has a home directory. */
    private static Path programs(Path directory) {
        Path home = Path.of(System.getProperty("user.home"));
        return Files.isWritable(home) ? home.resolve(".cache/tidemark-testkit") : directory.resolve("programs");
    }

    Primary primary() {
        return primary;
    }

    List<Replica> replicas() {
        return replicas;
    }

    Redis redis() {
        return redis;
    }

    Map<String, String> environment() {
        return servers.environment();
    }

    void awaitReplicas() throws SQLException, InterruptedException {
        for (Replica replica : replicas) {
            if (replica.replays()) {
                replica.awaitCaughtUp();
            }
        }
    }

    /** Lets the replicas show everything so far and nothing that is committed later. */
    void pauseReplicas() throws SQLException, InterruptedException {
        for (Replica replica : replicas) {
            if (replica.replays()) {
                replica.resume();
                replica.awaitCaughtUp();
                replica.pause();
            }
        }
    }

    /** Starts lost servers and ends all lag. */
    void restore() throws IOException, SQLException, InterruptedException {
        primary.recover();
        redis.recover();
        for (Replica replica : replicas) {
            replica.restore();
        }
    }

    /** Ends all lag if a read may have been stale, and returns the stale reads since the last call. */
    List<StaleRead> concludeStaleReads() throws IOException, SQLException, InterruptedException {
        if (!staleReads.hasSuspects()) {
            return List.of();
        }
        restore();
        awaitReplicas();
        return staleReads.conclude();
    }

    void forgetStaleReads() {
        staleReads.forget();
    }

    @Override
    public void close() {
        servers.close();
    }
}
