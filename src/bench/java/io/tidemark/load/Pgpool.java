package io.tidemark.load;

import io.tidemark.servers.Await;
import io.tidemark.servers.Port;
import io.tidemark.servers.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** pgpool-II of Debian's package {@code pgpool2}, which sends reads to the replica. */
final class Pgpool implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/pgpool");
    private static final Duration TO_START = Duration.ofSeconds(20);

    private final Process process;
    private final int port;

    private Pgpool(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** Starts the proxy, and waits until the application's role can connect. */
    static Pgpool start(Servers servers, Path work) throws IOException, InterruptedException {
        Files.createDirectories(work);
        Map<String, String> environment = servers.environment();
        int port = Port.anyFree("pgpool").number();
        Path configuration = Files.writeString(work.resolve("pgpool.conf"), configuration(environment, port, work));
        Path rules = Files.writeString(work.resolve("pool_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        Path passwords = work.resolve("pool_passwd");
        Files.writeString(
                passwords, environment.get("DATABASE_USER") + ":TEXT" + environment.get("DATABASE_PASSWORD") + "\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        Path commands = Files.writeString(work.resolve("pcp.conf"), "");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                PROGRAM.toString(),
                "-n",
                "-f",
                configuration.toString(),
                "-a",
                rules.toString(),
                "-F",
                commands.toString()));
        builder.redirectErrorStream(true)
                .redirectOutput(work.resolve("pgpool.log").toFile());
        Pgpool pgpool = new Pgpool(builder.start(), port);
        Runtime.getRuntime().addShutdownHook(new Thread(pgpool.process::destroy, "stop-pgpool"));
        Await.until("pgpool-II", TO_START, () -> pgpool.answers(environment));
        return pgpool;
    }

    private static String configuration(Map<String, String> environment, int port, Path work) throws IOException {
        return """
                backend_clustering_mode = 'streaming_replication'
                listen_addresses = '127.0.0.1'
                port = %d
                pcp_listen_addresses = '127.0.0.1'
                pcp_port = %d
                unix_socket_directories = '%s'
                pcp_socket_dir = '%s'
                pid_file_name = '%s/pgpool.pid'
                logdir = '%s'
                backend_hostname0 = '127.0.0.1'
                backend_port0 = %s
                backend_weight0 = 0
                backend_hostname1 = '127.0.0.1'
                backend_port1 = %s
                backend_weight1 = 1
                load_balance_mode = on
                enable_pool_hba = on
                pool_passwd = '%s/pool_passwd'
                num_init_children = 40
                max_pool = 1
                sr_check_period = 10
                sr_check_user = '%s'
                sr_check_password = '%s'
                sr_check_database = '%s'
                failover_on_backend_error = off
                use_watchdog = off
                """
                .formatted(
                        port,
                        Port.anyFree("pgpool's commands").number(),
                        work,
                        work,
                        work,
                        work,
                        environment.get("PRIMARY_PORT"),
                        environment.get("REPLICA_PORT"),
                        work,
                        environment.get("DATABASE_USER"),
                        environment.get("DATABASE_PASSWORD"),
                        environment.get("DATABASE_NAME"));
    }

    private boolean answers(Map<String, String> environment) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(environment.get("DATABASE_NAME"));
        source.setUser(environment.get("DATABASE_USER"));
        source.setPassword(environment.get("DATABASE_PASSWORD"));
        try (Connection connection = source.getConnection()) {
            return connection.isValid(1);
        }
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
