package io.tidemark.chaos;

import io.tidemark.servers.Await;
import io.tidemark.servers.Link;
import io.tidemark.servers.OddReplica;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The strikes on replicas and on their replication. */
final class ReplicaStrikes {

    private static final Duration SLOWED_BY = Duration.ofMillis(150);
    private static final Duration CLOCK_AHEAD = Duration.ofMinutes(10);
    private static final Duration BETWEEN_VACUUMS = Duration.ofMillis(100);

    private final ChaosServers servers;
    private final Servers own;
    private final AtomicInteger columns = new AtomicInteger();

    ReplicaStrikes(ChaosServers servers) {
        this.servers = servers;
        this.own = servers.own();
    }

    Strike of(Fault fault, int number) {
        PostgresServer replica = own.replica(number);
        Link replication = servers.links().replication(number);
        return switch (fault) {
            case REPLICA_KILLED -> new Strike(replica::kill, replica::start);
            case REPLICA_SESSION_KILLED -> Strike.atOnce(replica::killOneSession);
            case REPLICA_SESSIONS_TERMINATED -> Strike.atOnce(() -> Strikes.terminateSessions(replica));
            case REPLICA_FROZEN -> new Strike(replica::freeze, replica::thaw);
            case REPLAY_PAUSED -> new Strike(() -> own.postgres().pauseReplay(replica), () -> resume(replica));
            case REPLAY_DELAYED ->
                new Strike(
                        () -> Strikes.set(replica, "SET recovery_min_apply_delay = '400ms'"),
                        () -> Strikes.set(replica, "RESET recovery_min_apply_delay"));
            case REPLAY_LOCKED -> new Strike(() -> lockReplay(replica), () -> resume(replica));
            case DDL_AHEAD -> ddlAhead(replica);
            case RECOVERY_CONFLICT -> recoveryConflict(replica);
            case CLOCKS_APART -> clocksApart(replica, number);
            case REPLICATION_CUT -> new Strike(replication::cut, replication::restore);
            case REPLICATION_SLOWED -> new Strike(() -> replication.slow(SLOWED_BY), replication::restore);
            default -> throw Strikes.unknown(fault);
        };
    }

    private void resume(PostgresServer replica) throws SQLException {
        own.postgres().resumeReplay(replica);
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

    /** The columns stay, since a read of the application may be on its way. */
    private Strike ddlAhead(PostgresServer replica) {
        String column = "note_" + columns.incrementAndGet();
        return new Strike(
                () -> {
                    own.postgres().pauseReplay(replica);
                    own.onPrimary("ALTER TABLE things ADD COLUMN IF NOT EXISTS " + column + " integer");
                    servers.reads().begin("with/" + column);
                },
                () -> {
                    servers.reads().end("with/" + column);
                    resume(replica);
                });
    }

    /** The first replica's clock is ahead, the second one's is behind. */
    private Strike clocksApart(PostgresServer replica, int number) {
        Duration ahead = number == 1 ? CLOCK_AHEAD : CLOCK_AHEAD.negated();
        Path work = Path.of(System.getProperty("it.directory"), "clock-of-" + replica.name())
                .toAbsolutePath();
        return Strike.of(
                () -> {
                    OddReplica odd = new OddReplica(own, replica, work);
                    odd.clockAhead(ahead);
                    return odd;
                },
                OddReplica::close);
    }

    private Strike recoveryConflict(PostgresServer replica) {
        return Strike.of(
                        () -> {
                            Strikes.set(
                                    replica,
                                    "SET max_standby_streaming_delay = '20ms'",
                                    "SET hot_standby_feedback = off");
                            servers.reads().begin("slowly");
                            return Repeated.start(() -> own.onPrimary("VACUUM things"), BETWEEN_VACUUMS);
                        },
                        Repeated::stop)
                .then(() -> {
                    servers.reads().end("slowly");
                    Strikes.set(replica, "RESET max_standby_streaming_delay", "RESET hot_standby_feedback");
                });
    }
}
