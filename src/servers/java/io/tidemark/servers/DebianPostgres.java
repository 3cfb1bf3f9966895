package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A primary and its streaming replica of Debian's PostgreSQL, which has the extensions of Debian's packages. Closing stops
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
                new Ports(free("the primary"), free("the replica"), free("no store"), free("no application")),
                Logins.ofTests(System.getenv()));
    }

    private static Port free(String use) throws IOException {
        return new Port(Port.anyFree(), use, "of the system's choice");
    }

    /**
     * Makes both from nothing and starts them; returns when the replica streams.
     *
     * @param name of the directory for logs, beside those of the other servers; what an earlier run left there is deleted
     */
    public static DebianPostgres start(String name) throws Exception {
        return start(
                Path.of(System.getProperty("basedir", "")).toAbsolutePath(),
                TestServers.work().resolve(name).toAbsolutePath());
    }

    /**
     * The same elsewhere.
     *
     * @param checkout the project's directory
     * @param work where data and logs go; what an earlier run left there is deleted
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

    /** The two servers. */
    public PostgresCluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        children.close();
    }
}
