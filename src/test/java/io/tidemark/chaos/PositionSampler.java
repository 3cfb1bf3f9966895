package io.tidemark.chaos;

import io.tidemark.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records the positions of all database servers, until it is closed. Each server has a thread, since a frozen one blocks it. */
final class PositionSampler implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private static final String POSITION = "SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
            + " ELSE pg_current_wal_insert_lsn() END - '0/0'::pg_lsn)::bigint, NOT pg_is_in_recovery()";

    private final Recorder recorder;
    private final ScheduledExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();

    private PositionSampler(Recorder recorder, int servers) {
        this.recorder = recorder;
        this.threads = Executors.newScheduledThreadPool(servers);
    }

    /** Starts to record, under these names. */
    static PositionSampler start(Map<String, PostgresServer> servers, Recorder recorder) {
        PositionSampler sampler = new PositionSampler(recorder, servers.size());
        servers.forEach((name, server) -> {
            Sampled sampled = sampler.new Sampled(name, server);
            sampler.running.add(sampler.threads.scheduleWithFixedDelay(
                    sampled::sample, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        });
        return sampler;
    }

    /** A server with its connection. For one thread at a time. */
    private final class Sampled {

        private final String name;
        private final PostgresServer server;
        private @Nullable Connection connection;

        Sampled(String name, PostgresServer server) {
            this.name = name;
            this.server = server;
        }

        void sample() {
            try {
                Connection open = connection == null ? server.superuser().getConnection() : connection;
                connection = open;
                long at = recorder.now();
                try (Statement statement = open.createStatement();
                        ResultSet row = statement.executeQuery(POSITION)) {
                    row.next();
                    recorder.add(new Sample(name, at, row.getLong(1), row.getBoolean(2)));
                }
            } catch (SQLException unreachable) {
                connection = null;
            }
        }
    }

    /** Ends the recording, when all servers answer again. */
    @Override
    public void close() {
        running.forEach(sampling -> sampling.cancel(false));
        threads.shutdown();
    }
}
