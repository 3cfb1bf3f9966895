package io.tidemark.bench;

import io.tidemark.Freshness;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.Scopes;
import io.tidemark.wal.ServerFault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Measures one prepared read, from the checkout of the connection to its return: through the pool, through Tidemark, and
 * through other libraries that split reads from writes. Only Tidemark checks whether the replica covers the caller's mark.
 * Compare medians, since other load of the machine distorts the mean.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadBenchmark {

    private static final String READ = "SELECT name FROM product WHERE id = ?";

    private Pools pools;
    private Replication replication;
    private DataSource raw;
    private DataSource routed;
    private DataSource spring;
    private DataSource shardingSphere;

    @Setup(Level.Trial)
    public void start() throws SQLException, ServerFault {
        pools = new Pools();
        replication = new Replication(pools.primary(), pools.replica(), 1);
        raw = pools.replica();
        routed = replication.source();
        spring = new LazyConnectionDataSourceProxy(pools.primary());
        shardingSphere = ShardingSphere.over(pools.primary(), pools.replica());
    }

    @TearDown(Level.Trial)
    public void stop() {
        replication.close();
        pools.close();
    }

    private static String read(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setInt(1, 1);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    /** A request whose route is chosen, which is the state of all its reads but the first. */
    @State(Scope.Thread)
    public static class Request {

        private Scopes.Binding bound;

        @Setup(Level.Iteration)
        public void begin(ReadBenchmark benchmark) {
            bound = benchmark.replication.scopes().route(Freshness.READ_YOUR_WRITES);
        }

        /** Checks that the measured reads used the replica until the end. */
        @TearDown(Level.Iteration)
        public void end(ReadBenchmark benchmark) throws SQLException {
            String where = read(benchmark.routed);
            bound.close();
            if (!where.equals(Pools.REPLICA)) {
                throw new IllegalStateException("Read on the " + where);
            }
        }
    }

    @Benchmark
    public String rawPool() throws SQLException {
        return read(raw);
    }

    @Benchmark
    public String tidemarkInScope(Request request) throws SQLException {
        return read(routed);
    }

    /** A request of an application with several replicas, whose route is chosen. */
    @State(Scope.Thread)
    public static class RequestOfSeveral {

        @Param({"2", "8"})
        public int replicas;

        private Replication replication;
        private Scopes.Binding bound;

        @Setup(Level.Trial)
        public void start(ReadBenchmark benchmark) throws Exception {
            replication = new Replication(benchmark.pools.primary(), benchmark.pools.replica(), replicas);
        }

        @Setup(Level.Iteration)
        public void begin() {
            bound = replication.scopes().route(Freshness.READ_YOUR_WRITES);
        }

        /** Checks that the measured reads used a replica until the end. */
        @TearDown(Level.Iteration)
        public void end() throws SQLException {
            String where = read(replication.source());
            bound.close();
            if (!where.equals(Pools.REPLICA)) {
                throw new IllegalStateException("Read on the " + where);
            }
        }

        @TearDown(Level.Trial)
        public void stop() {
            replication.close();
        }
    }

    @Benchmark
    public String tidemarkInScopeOfSeveral(RequestOfSeveral request) throws SQLException {
        return read(request.replication.source());
    }

    /** A request of an application with telemetry or the status page, or in shadow mode, whose route is chosen. */
    @State(Scope.Thread)
    public static class RequestWithTelemetry {

        @Param({"none", "page", "page-open", "micrometer", "opentelemetry", "opentelemetry-span", "shadow"})
        public String telemetry;

        private TelemetryOfBenchmark published;
        private Replication replication;
        private String expected;
        private Scopes.Binding bound;
        private AutoCloseable span;

        @Setup(Level.Trial)
        public void start(ReadBenchmark benchmark) throws Exception {
            boolean shadow = telemetry.equals("shadow");
            expected = shadow ? Pools.PRIMARY : Pools.REPLICA;
            published = new TelemetryOfBenchmark(telemetry);
            replication = new Replication(
                    benchmark.pools.primary(),
                    benchmark.pools.replica(),
                    1,
                    shadow ? ReadPolicy.SHADOW : ReadPolicy.REPLICA,
                    published.telemetry(),
                    published.sent());
        }

        @Setup(Level.Iteration)
        public void begin() {
            span = published.beginSpan();
            bound = replication.scopes().route(Freshness.READ_YOUR_WRITES);
        }

        /** Checks that the measured reads used the expected server until the end. */
        @TearDown(Level.Iteration)
        public void end() throws Exception {
            String where = read(replication.source());
            bound.close();
            span.close();
            if (!where.equals(expected)) {
                throw new IllegalStateException("Read on the " + where);
            }
        }

        @TearDown(Level.Trial)
        public void stop() throws Exception {
            replication.close();
            published.close();
        }
    }

    /** The differences are small, and the compiler's results vary from JVM to JVM. */
    @Fork(3)
    @Warmup(iterations = 8, time = 1)
    @Measurement(iterations = 8, time = 1)
    @Benchmark
    public String tidemarkWithTelemetry(RequestWithTelemetry request) throws SQLException {
        return read(request.replication.source());
    }

    @Benchmark
    public String tidemarkOutsideScope() throws SQLException {
        return read(routed);
    }

    @Benchmark
    public String springLazyConnectionProxy() throws SQLException {
        return read(spring);
    }

    @Benchmark
    public String shardingSphereReadwriteSplitting() throws SQLException {
        return read(shardingSphere);
    }
}
