package io.tidemark.load;

import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import java.time.Duration;

/** The processor time of an application server and of the servers that it uses. */
record Usage(Duration node, Duration primary, Duration replica, Duration redis) {

    static Usage now(DeploymentServer node, Servers servers) {
        return new Usage(
                ProcessorTime.of(node.pid()),
                ProcessorTime.of(servers.primary().pid()),
                ProcessorTime.of(servers.replica().pid()),
                ProcessorTime.of(servers.redis().pid()));
    }

    Usage since(Usage before) {
        return new Usage(
                node.minus(before.node),
                primary.minus(before.primary),
                replica.minus(before.replica),
                redis.minus(before.redis));
    }
}
