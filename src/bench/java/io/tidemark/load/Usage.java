package io.tidemark.load;

import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import java.time.Duration;
import java.util.Optional;

/**
 * The processor time of an application server and of the servers that it uses.
 *
 * @param node the time of the application server without its JVM's compilers
 * @param replica the time of all replicas
 * @param beside the time of Redis and, if it runs, of pgpool-II. No application uses both
 */
record Usage(Duration node, Duration primary, Duration replica, Duration beside) {

    static Usage now(long node, Servers servers, Optional<Pgpool> pgpool) {
        Duration redis = ProcessorTime.of(servers.redis().pid());
        return new Usage(
                ProcessorTime.ofRunningCode(node),
                ProcessorTime.of(servers.primary().pid()),
                servers.postgres().replicas().stream()
                        .map(PostgresServer::pid)
                        .map(ProcessorTime::of)
                        .reduce(Duration.ZERO, Duration::plus),
                redis.plus(pgpool.map(Pgpool::pid).map(ProcessorTime::of).orElse(Duration.ZERO)));
    }

    Usage since(Usage before) {
        return new Usage(
                node.minus(before.node),
                primary.minus(before.primary),
                replica.minus(before.replica),
                beside.minus(before.beside));
    }
}
