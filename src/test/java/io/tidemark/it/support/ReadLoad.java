package io.tidemark.it.support;

import io.tidemark.it.app.SlowReads;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A load of reads by several clients, each with one request per interval, while another client writes. The number of these reads
 * that run on one server is sampled meanwhile.
 */
public final class ReadLoad {

    private static final int CLIENTS = 16;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final String RUNNING = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <>"
            + " pg_backend_pid() AND query LIKE '%" + SlowReads.MARK + "%'";

    private ReadLoad() {}

    /**
     * The result of a load.
     *
     * @param most the most reads that ran on the server at once
     * @param readsPerSecond the rate of reads that succeeded
     * @param writeMillis the time that each write took, in ascending order
     */
    public record Result(List<Answer> reads, int most, double readsPerSecond, List<Long> writeMillis) {

        /** {@return the time of the write at that share of all writes} */
        public long writeMillis(double share) {
            return writeMillis.get((int) (share * (writeMillis.size() - 1)));
        }

        /** {@return the number of reads with that status} */
        public long count(int status) {
            return reads.stream().filter(read -> read.status() == status).count();
        }

        @Override
        public String toString() {
            return "%.1f reads/s, at most %d at once, %d of %d refused; %d writes: p50 %d ms, p90 %d ms, max %d ms"
                    .formatted(
                            readsPerSecond,
                            most,
                            count(503),
                            reads.size(),
                            writeMillis.size(),
                            writeMillis(0.5),
                            writeMillis(0.9),
                            writeMillis(1));
        }
    }

    /**
     * Runs a load.
     *
     * @param server the server whose reads are sampled
     */
    public static Result during(Duration time, PostgresServer server, Supplier<Answer> read, Supplier<Answer> write)
            throws Exception {
        Queue<Answer> reads = new ConcurrentLinkedQueue<>();
        List<Long> writeMillis = new ArrayList<>();
        List<Future<?>> sending = new ArrayList<>();
        int most = 0;
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
        long begun = System.nanoTime();
        try (Connection connection = server.superuser().getConnection();
                Statement running = connection.createStatement()) {
            for (int i = 0; i < CLIENTS; i++) {
                sending.add(clients.scheduleAtFixedRate(
                        () -> reads.add(read.get()), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
            }
            while (System.nanoTime() - begun < time.toNanos()) {
                long sent = System.nanoTime();
                if (write.get().status() / 100 != 2) {
                    throw new AssertionError("A write failed");
                }
                writeMillis.add(Duration.ofNanos(System.nanoTime() - sent).toMillis());
                for (int i = 0; i < 5; i++) {
                    try (ResultSet row = running.executeQuery(RUNNING)) {
                        row.next();
                        most = Math.max(most, row.getInt(1));
                    }
                }
            }
            for (Future<?> client : sending) {
                if (client.isDone()) {
                    // A client repeats its request until the end, unless one fails.
                    client.get();
                }
            }
        } finally {
            clients.shutdown();
            clients.awaitTermination(30, TimeUnit.SECONDS);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        long succeeded = reads.stream().filter(answer -> answer.status() == 200).count();
        writeMillis.sort(null);
        return new Result(List.copyOf(reads), most, succeeded / seconds, writeMillis);
    }
}
