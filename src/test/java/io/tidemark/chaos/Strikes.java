package io.tidemark.chaos;

import io.tidemark.chaos.FaultSchedule.Planned;
import io.tidemark.servers.Await;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.RedisServer;
import io.tidemark.servers.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.Jedis;

/** Carries out planned faults on real servers. Thread-safe, if no two faults strike one server at the same time. */
final class Strikes {

    private static final String COMMIT = "COMMIT";

    private final ChaosServers servers;
    private final Servers own;
    private final Map<Planned, RedisServer.Freeze> freezes = new ConcurrentHashMap<>();
    private final Map<Planned, Runnable> held = new ConcurrentHashMap<>();

    Strikes(ChaosServers servers) {
        this.servers = servers;
        this.own = servers.own();
    }

    /** {@return the number at the end of a target's name} */
    private static int number(Planned planned) {
        return planned.target().charAt(planned.target().length() - 1) - '0';
    }

    private PostgresServer replica(Planned planned) {
        return own.replica(number(planned));
    }

    /** Begins a fault. */
    void begin(Planned planned) throws Exception {
        switch (planned.fault()) {
            case REPLICA_KILLED -> replica(planned).kill();
            case REPLICA_SESSION_KILLED -> replica(planned).killOneSession();
            case REPLICA_SESSIONS_TERMINATED -> terminateSessions(replica(planned));
            case REPLICA_FROZEN -> replica(planned).freeze();
            case REPLAY_PAUSED -> own.postgres().pauseReplay(replica(planned));
            case REPLAY_DELAYED -> set(replica(planned), "SET recovery_min_apply_delay = '400ms'");
            case REPLAY_LOCKED -> lockReplay(replica(planned));
            case REDIS_RESTARTED_EMPTY -> own.redis().kill();
            case REDIS_RESTORED -> own.redis().save();
            case REDIS_FROZEN ->
                freezes.put(planned, own.redis().freeze(planned.end().minus(planned.start())));
            case REDIS_FLUSHED -> flushRedis();
            case NODE_KILLED -> servers.killNode(number(planned) - 1);
            case PRIMARY_CRASHED -> own.primary().kill();
            case PRIMARY_FROZEN -> own.primary().freeze();
            case COMMIT_CUT -> servers.wayToPrimary().cutAtAnswer(COMMIT);
            case COMMIT_HELD -> {
                // A driver sends the word only until it has prepared the statement on a connection.
                terminateSessions(own.primary());
                held.put(planned, servers.wayToPrimary().cutAndHold(COMMIT));
            }
            case ASYNCHRONOUS_COMMIT -> set(own.primary(), "SET synchronous_commit = off");
        }
    }

    /** Ends a fault, and returns when the server works again. */
    void end(Planned planned) throws Exception {
        switch (planned.fault()) {
            case REPLICA_KILLED -> replica(planned).start();
            case REPLICA_FROZEN -> replica(planned).thaw();
            case REPLAY_PAUSED, REPLAY_LOCKED -> own.postgres().resumeReplay(replica(planned));
            case REPLAY_DELAYED -> set(replica(planned), "RESET recovery_min_apply_delay");
            case REDIS_RESTARTED_EMPTY -> own.redis().restartEmpty();
            case REDIS_RESTORED -> own.redis().restartFromSnapshot();
            case REDIS_FROZEN ->
                Objects.requireNonNull(freezes.remove(planned)).over().get();
            case NODE_KILLED -> servers.restartNode(number(planned) - 1);
            case PRIMARY_CRASHED -> own.primary().start();
            case PRIMARY_FROZEN -> own.primary().thaw();
            case COMMIT_CUT -> servers.wayToPrimary().cutNothing();
            case COMMIT_HELD -> {
                servers.wayToPrimary().cutNothing();
                Objects.requireNonNull(held.remove(planned)).run();
            }
            case ASYNCHRONOUS_COMMIT -> set(own.primary(), "RESET synchronous_commit");
            case REPLICA_SESSION_KILLED, REPLICA_SESSIONS_TERMINATED, REDIS_FLUSHED -> {
                // They are over at once.
            }
        }
    }

    private static void terminateSessions(PostgresServer server) throws SQLException {
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tidemark'");
    }

    private static void set(PostgresServer server, String change) throws SQLException {
        server.execute("ALTER SYSTEM " + change);
        server.execute("SELECT pg_reload_conf()");
    }

    private void flushRedis() {
        try (Jedis administrator = new Jedis(own.redis().uri())) {
            administrator.flushAll();
        }
    }

    /** Pauses replay after a lock on the table, whose transaction on the primary then ends. */
    private void lockReplay(PostgresServer replica) throws SQLException, InterruptedException {
        try (Connection connection = own.primary().superuser().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE things IN ACCESS EXCLUSIVE MODE");
            // A commit flushes the log up to the lock.
            own.onPrimary("SELECT pg_logical_emit_message(true, 'chaos', 'flush')");
            Await.until("the lock on the replica", Duration.ofSeconds(10), () -> replica.query(
                            "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'"
                                    + " AND relation = 'things'::regclass AND granted")
                    .equals("1"));
            own.postgres().pauseReplay(replica);
            connection.commit();
        }
    }
}
