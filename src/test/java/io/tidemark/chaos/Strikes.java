package io.tidemark.chaos;

import io.tidemark.chaos.FaultSchedule.Planned;
import io.tidemark.servers.PostgresServer;
import java.sql.SQLException;

/** Makes the strikes of planned faults on real servers. */
final class Strikes {

    private final ReplicaStrikes replicas;
    private final NodeStrikes nodes;
    private final RedisStrikes redis;
    private final PrimaryStrikes primary;

    Strikes(ChaosServers servers, Recorder recorder) {
        this.replicas = new ReplicaStrikes(servers);
        this.nodes = new NodeStrikes(servers);
        this.redis = new RedisStrikes(servers);
        this.primary = new PrimaryStrikes(servers, recorder);
    }

    Strike of(Planned planned) {
        return switch (planned.fault().kind()) {
            case REPLICAS -> replicas.of(planned.fault(), number(planned));
            case NODES -> nodes.of(planned, number(planned));
            case REDIS -> redis.of(planned);
            case PRIMARY -> primary.of(planned.fault());
        };
    }

    /** {@return the number at the end of a target's name} */
    private static int number(Planned planned) {
        return planned.target().charAt(planned.target().length() - 1) - '0';
    }

    static IllegalArgumentException unknown(Fault fault) {
        return new IllegalArgumentException(fault + " does not strike servers of this kind");
    }

    static void terminateSessions(PostgresServer server) throws SQLException {
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tidemark'");
    }

    static void set(PostgresServer server, String... changes) throws SQLException {
        for (String change : changes) {
            server.execute("ALTER SYSTEM " + change);
        }
        server.execute("SELECT pg_reload_conf()");
    }
}
