package io.tidemark.testkit;

import io.tidemark.servers.PostgresCluster;
import io.tidemark.servers.PostgresServer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;

/**
 * A streaming replica with lag on command. After each test, the kit ends a pause and a lag, and starts a lost replica again.
 * A promotion is permanent. Thread-safe.
 */
public final class Replica {

    /** The greatest lag: PostgreSQL counts {@code recovery_min_apply_delay} in milliseconds, as a 32-bit number. */
    public static final Duration MAX_LAG = Duration.ofMillis(Integer.MAX_VALUE);

    private static final long NANOS_BELOW_A_MILLI = 999_999;

    private enum Role {
        STANDBY,
        PRIMARY
    }

    private final PostgresCluster cluster;
    private final PostgresServer server;
    private final int number;
    private final DataSource observed;
    private Role role = Role.STANDBY;
    private boolean paused;
    private Duration lag = Duration.ZERO;

    Replica(PostgresCluster cluster, int number, StaleReads staleReads) {
        this.cluster = cluster;
        this.server = cluster.replicas().get(number);
        this.number = number;
        this.observed = new ObservedDataSource(server.application(), read -> staleReads.check(this, read));
    }

    /**
     * {@return a source of unpooled connections as the owner of the database} While the replica lags by command, the kit
     * compares each read of these connections with the primary.
     */
    public DataSource dataSource() {
        return observed;
    }

    /** {@return a source of unpooled connections as the superuser} Their reads are not compared with the primary. */
    public DataSource superuser() {
        return server.superuser();
    }

    /** {@return the JDBC URL, without user and password} The reads of its connections are not compared with the primary. */
    public String url() {
        return server.url();
    }

    /** {@return the port on loopback} */
    public int port() {
        return server.port();
    }

    /**
     * Pauses the replay, and returns when it is paused: no later commit is visible until {@link #resume}. A restart ends the
     * pause.
     *
     * @throws IllegalStateException if the replica is lost or promoted
     */
    public synchronized void pause() throws SQLException, InterruptedException {
        requireStandby("paused");
        cluster.pauseReplay(server);
        paused = true;
    }

    /**
     * Resumes the replay. Has no effect if it is not paused.
     *
     * @throws IllegalStateException if the replica is lost or promoted
     */
    public synchronized void resume() throws SQLException {
        requireStandby("resumed");
        cluster.resumeReplay(server);
        paused = false;
    }

    /**
     * Delays the replay of each commit, and returns when the delay is in effect. The lag survives a restart.
     *
     * @param lag the time from the commit on the primary to its visibility here, rounded up to a millisecond; zero for none
     * @throws IllegalArgumentException if the lag is below zero or above {@link #MAX_LAG}
     * @throws IllegalStateException if the replica is lost or promoted
     */
    public synchronized void lag(Duration lag) throws SQLException, InterruptedException {
        if (lag.isNegative() || lag.compareTo(MAX_LAG) > 0) {
            throw new IllegalArgumentException("A lag of " + lag + " is not possible: expected " + Duration.ZERO
                    + " (no lag) to " + MAX_LAG + ". pause() has no limit");
        }
        requireStandby("given a lag");
        Duration whole = lag.plusNanos(NANOS_BELOW_A_MILLI).truncatedTo(ChronoUnit.MILLIS);
        cluster.lag(server, whole);
        this.lag = whole;
    }

    /** Kills the server as a crash would. Has no effect on a lost server. */
    public synchronized void lose() throws InterruptedException {
        server.kill();
        paused = false;
    }

    /** Starts a lost server, and returns when it accepts connections. Has no effect on another. */
    public synchronized void recover() throws IOException, InterruptedException {
        if (!server.running()) {
            server.start();
        }
    }

    /**
     * Makes the replica a primary on a new timeline, and returns when it accepts writes. The former primary is not stopped:
     * {@link Primary#lose} does that. Other replicas still follow the former primary.
     *
     * @throws IllegalStateException if the replica is lost or already promoted
     */
    public synchronized void promote() throws SQLException {
        requireStandby("promoted");
        server.promote();
        role = Role.PRIMARY;
        paused = false;
    }

    /**
     * Waits until the replica shows all commits before this call, for at most 30 s.
     *
     * @throws IllegalStateException if the replica is lost, promoted or paused, if the primary is lost, or if the time is over
     */
    public void awaitCaughtUp() throws SQLException, InterruptedException {
        synchronized (this) {
            requireStandby("awaited");
            if (paused) {
                throw new IllegalStateException(
                        this + " cannot be awaited, because it is paused and replays nothing. Call resume() first");
            }
        }
        if (!cluster.primary().running()) {
            throw new IllegalStateException(
                    this + " cannot be awaited, because the primary is lost. Call primary().recover() first");
        }
        cluster.awaitReplica(server);
    }

    /** Ends everything that this class has done, except a promotion. */
    synchronized void restore() throws IOException, SQLException, InterruptedException {
        recover();
        if (role == Role.PRIMARY) {
            return;
        }
        if (paused) {
            resume();
        }
        if (!lag.isZero()) {
            lag(Duration.ZERO);
        }
    }

    /** {@return whether the replica can be paused and resumed} */
    synchronized boolean replays() {
        return role == Role.STANDBY && server.running();
    }

    /** {@return the reason why commits are missing here; empty if there is no lag by command} */
    synchronized String reasonOfLag() {
        if (paused) {
            return "its replay is paused";
        }
        return lag.isZero() ? "" : "it lags by " + lag.toMillis() + " ms";
    }

    /** {@return the position that the replica has replayed} */
    String replayed() throws SQLException {
        return server.query("SELECT pg_last_wal_replay_lsn()");
    }

    DataSource plain() {
        return server.application();
    }

    private void requireStandby(String action) {
        if (role == Role.PRIMARY) {
            throw new IllegalStateException(this + " cannot be " + action
                    + ", because it was promoted: it is a primary now. Use another replica, or other servers");
        }
        if (!server.running()) {
            throw new IllegalStateException(
                    this + " cannot be " + action + ", because it is lost. Call recover() first");
        }
    }

    @Override
    public String toString() {
        return "replica(" + number + ")";
    }
}
