package io.tidemark.testkit;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * A JUnit 5 extension that starts a PostgreSQL primary, streaming replicas and Redis as child processes on loopback.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Tidemark servers = Tidemark.withReplicas(2);
 *
 * @Test
 * void aUserSeesTheOwnOrder() throws Exception {
 *     servers.replica(0).pause();
 *     ...
 * }
 * }</pre>
 *
 * <p>The servers start before the first test of the class, and stop after its last test, unless {@link #keptRunning} was
 * called. A field in a superclass serves all of its subclasses. {@code @ExtendWith(Tidemark.class)} starts one replica, and
 * passes this object as a parameter. Without JUnit, or before an application server starts, use {@link #start} and
 * {@link #close}.
 *
 * <p>After each test, lost servers are started again, and lag ends. Rows and promotions stay.
 *
 * <p>If a test fails, and a read was stale because of lag on command, its failure has a suppressed {@link StaleReadError}.
 * {@link #revealingStaleReads} makes each stale read a failure.
 *
 * <p>The database, its owner and the password of both are named {@link #NAME}. Thread-safe, but tests that change lag cannot
 * run at the same time.
 */
public final class Tidemark
        implements BeforeAllCallback,
                AfterAllCallback,
                BeforeTestExecutionCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                TestExecutionExceptionHandler,
                ParameterResolver,
                AutoCloseable {

    /** The name of the database, of its owner, and the owner's password. */
    public static final String NAME = "tidemark";

    /** The greatest number of replicas. */
    public static final int MAX_REPLICAS = 8;

    private enum Reads {
        UNCHANGED,
        REVEALED
    }

    private enum Lifetime {
        CLASS,
        JVM
    }

    private final int replicas;
    private final Reads reads;
    private final Lifetime lifetime;
    private int users;
    private Optional<ServerSet> running = Optional.empty();

    /** Describes servers with one replica, for {@code @ExtendWith}. */
    public Tidemark() {
        this(1, Reads.UNCHANGED, Lifetime.CLASS);
    }

    private Tidemark(int replicas, Reads reads, Lifetime lifetime) {
        this.replicas = replicas;
        this.reads = reads;
        this.lifetime = lifetime;
    }

    /**
     * {@return servers with a number of replicas, which have not been started}
     *
     * @throws IllegalArgumentException if the number is below 1 or above {@link #MAX_REPLICAS}
     */
    public static Tidemark withReplicas(int count) {
        if (count < 1 || count > MAX_REPLICAS) {
            throw new IllegalArgumentException(
                    "Tidemark.withReplicas(" + count + ") is not possible: expected 1 to " + MAX_REPLICAS);
        }
        return new Tidemark(count, Reads.UNCHANGED, Lifetime.CLASS);
    }

    /**
     * {@return servers that reveal stale reads} Each test method begins with replicas that show everything so far. Then they
     * are paused, so that they show nothing that the test commits. A test that reads stale rows from
     * {@link Replica#dataSource} fails with a {@link StaleReadError}, even if no assertion failed.
     */
    public Tidemark revealingStaleReads() {
        return new Tidemark(replicas, Reads.REVEALED, lifetime);
    }

    /** {@return servers that stop with the JVM, for several test classes that share this object} */
    public Tidemark keptRunning() {
        return new Tidemark(replicas, reads, Lifetime.JVM);
    }

    /**
     * Starts the servers if they are not running, and returns when the replicas have caught up. They run until {@link #close}
     * or the end of the JVM.
     *
     * @throws Exception if a server does not start. The message has the end of its log
     */
    public synchronized void start() throws Exception {
        users++;
        if (running.isEmpty()) {
            running = Optional.of(ServerSet.start(replicas));
        }
    }

    /** Stops the servers and deletes their data. Has no effect if they are not running. */
    @Override
    public synchronized void close() {
        running.ifPresent(ServerSet::close);
        running = Optional.empty();
        users = 0;
    }

    /** {@return the server that accepts writes} */
    public Primary primary() {
        return running().primary();
    }

    /**
     * {@return a replica}
     *
     * @param number the number, which begins with 0
     * @throws IllegalArgumentException if there is no such replica
     */
    public Replica replica(int number) {
        if (number < 0 || number >= replicas) {
            throw new IllegalArgumentException("There is no replica(" + number + "): expected 0 to " + (replicas - 1)
                    + ". Tidemark.withReplicas(" + replicas + ") sets the number of replicas");
        }
        return running().replicas().get(number);
    }

    /** {@return all replicas, in the order of their numbers} */
    public List<Replica> replicas() {
        return running().replicas();
    }

    /** {@return the Redis server} */
    public Redis redis() {
        return running().redis();
    }

    /**
     * {@return the environment variables for an application server} These are the names that the data sources of
     * {@code server-config} use: {@code PRIMARY_HOST}, {@code PRIMARY_PORT}, {@code REPLICA_HOST}, {@code REPLICA_PORT},
     * {@code REPLICA_2_HOST} and so on, {@code DATABASE_NAME}, {@code DATABASE_USER}, {@code DATABASE_PASSWORD}, and the
     * settings {@code TIDEMARK_REDIS_URI} and {@code TIDEMARK_TOKEN_KEY}.
     */
    public Map<String, String> environment() {
        return running().environment();
    }

    /**
     * Waits until all running replicas show all commits before this call, for at most 30 s each.
     *
     * @throws IllegalStateException if one is paused, or if the time is over
     */
    public void awaitReplicas() throws SQLException, InterruptedException {
        running().awaitReplicas();
    }

    private synchronized ServerSet running() {
        return running.orElseThrow(() -> new IllegalStateException(
                "The servers are not running. Declare the field static with @RegisterExtension, or call start()"));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        start();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        users = Math.max(0, users - 1);
        if (users == 0 && lifetime == Lifetime.CLASS) {
            close();
        }
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) throws Exception {
        running().forgetStaleReads();
        if (reads == Reads.REVEALED) {
            running().pauseReplicas();
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TestAbortedException) {
            throw failure;
        }
        List<StaleRead> stale = running().concludeStaleReads();
        if (stale.isEmpty()) {
            throw failure;
        }
        StaleReadError error = new StaleReadError(stale);
        if (reads == Reads.REVEALED) {
            error.initCause(failure);
            throw error;
        }
        failure.addSuppressed(error);
        throw failure;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws Exception {
        if (reads == Reads.REVEALED) {
            List<StaleRead> stale = running().concludeStaleReads();
            if (!stale.isEmpty()) {
                throw new StaleReadError(stale);
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        running().restore();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Tidemark.class;
    }

    @Override
    public Tidemark resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }
}
