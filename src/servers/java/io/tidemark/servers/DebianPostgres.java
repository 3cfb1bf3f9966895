package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A primary and a streaming replica of Debian's PostgreSQL, with the extensions of Debian's packages. {@link #close} stops
 * both.
 */
public final class DebianPostgres implements AutoCloseable {

    private final Children children = new Children();
    private final PostgresCluster cluster;

    private DebianPostgres(Path checkout, Path work) throws IOException, InterruptedException {
        Unprivileged user = Unprivileged.choose();
        Path data = user.reachable(work.resolve("postgresql"));
        if (!data.startsWith(work)) {
            children.deleteAfterwards(data);
        }
        cluster = new PostgresCluster(
                new PostgresServer.Installation(PostgresBinaries.ofDebian(), user),
                children,
                new PostgresCluster.Places(checkout.resolve("pg"), data, work),
                Ports.free(1),
                Logins.ofTests(System.getenv()));
    }

    /**
     * Initialises and starts both, and returns when the replica streams.
     *
     * @param name the directory for logs, beside those of the other servers. Files of an earlier run are deleted
     */
    public static DebianPostgres start(String name) throws Exception {
        return start(
                Path.of(System.getProperty("basedir", "")).toAbsolutePath(),
                TestServers.work().resolve(name).toAbsolutePath());
    }

    /**
     * Initialises and starts both in another directory.
     *
     * @param checkout the project's directory
     * @param work the directory for data and logs. Files of an earlier run are deleted
     */
    public static DebianPostgres start(Path checkout, Path work) throws Exception {
        Directories.delete(work);
        Files.createDirectories(work);
        DebianPostgres debian = new DebianPostgres(checkout, work);
        try {
            debian.cluster.start(progress -> {});
            return debian;
        } catch (Throwable failed) {
            debian.close();
            throw failed;
        }
    }

    /** {@return the two servers} */
    public PostgresCluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        children.close();
    }
}
