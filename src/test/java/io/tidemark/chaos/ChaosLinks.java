package io.tidemark.chaos;

import io.tidemark.servers.Link;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The network between the servers of a run: each node has links to the primary and to Redis, each replica one to the primary. */
final class ChaosLinks implements AutoCloseable {

    private final TcpProxy wayToPrimary;
    private final List<Link> toPrimary = new ArrayList<>();
    private final List<Link> toRedis = new ArrayList<>();
    private final List<Link> replication = new ArrayList<>();
    private final URI redis;

    ChaosLinks(Servers own, int nodes) throws IOException {
        this.wayToPrimary = new TcpProxy(own.primary().port());
        this.redis = own.redis().uri();
        for (int node = 0; node < nodes; node++) {
            toPrimary.add(new Link(wayToPrimary.port()));
            toRedis.add(new Link(own.redis().port()));
        }
        for (int replica = 0; replica < own.postgres().replicas().size(); replica++) {
            replication.add(new Link(own.primary().port()));
        }
    }

    /** Moves the stream of each replica to its link. */
    void moveReplication(Servers own) throws SQLException {
        for (int number = 1; number <= replication.size(); number++) {
            PostgresServer replica = own.replica(number);
            String conninfo = replica.query("SHOW primary_conninfo");
            String moved = conninfo.replace(
                    "port=" + own.primary().port(),
                    "port=" + replication(number).port());
            Strikes.set(replica, "SET primary_conninfo = '" + moved.replace("'", "''") + "'");
        }
    }

    /** {@return the addresses of the primary and of Redis for a node, by its number from 1} */
    Map<String, String> environment(int node) {
        String address = redis.toString()
                .replace(":" + redis.getPort(), ":" + redis(node).port());
        return Map.of("PRIMARY_PORT", String.valueOf(primary(node).port()), "TIDEMARK_REDIS_URI", address);
    }

    /** {@return the proxy behind the links of all nodes to the primary, which cuts connections at a word} */
    TcpProxy wayToPrimary() {
        return wayToPrimary;
    }

    Link primary(int node) {
        return toPrimary.get(node - 1);
    }

    Link redis(int node) {
        return toRedis.get(node - 1);
    }

    List<Link> toRedis() {
        return List.copyOf(toRedis);
    }

    Link replication(int replica) {
        return replication.get(replica - 1);
    }

    @Override
    public void close() {
        toPrimary.forEach(Link::close);
        toRedis.forEach(Link::close);
        replication.forEach(Link::close);
        wayToPrimary.close();
    }
}
