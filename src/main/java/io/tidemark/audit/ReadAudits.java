package io.tidemark.audit;

import io.tidemark.AuditResult;
import io.tidemark.wal.Position;
import io.tidemark.wal.ServerFault;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Selects reads of shadow mode for an audit, and compares their rows with those of the replica, one after another on the
 * thread of {@link #run}. At most one read waits for that thread. The others are dropped and counted, so that a slow replica
 * delays no request and keeps no memory. Thread-safe.
 */
public final class ReadAudits implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ReadAudits.class.getName());
    private static final long TO_END_MILLIS = 100;
    private static final String QUERY_CANCELED = "57014";

    private final AuditSettings settings;
    private final AuditPositions positions;
    private final DoubleSupplier chance;
    private final AuditLog log;
    private final AuditCounters counters = new AuditCounters();
    private final BlockingQueue<AuditedRead> waiting = new ArrayBlockingQueue<>(1);
    private volatile @Nullable ReplicaRun running;
    private volatile boolean closed;

    /** Audits of a node. */
    public ReadAudits(AuditSettings settings, AuditPositions positions) {
        this(settings, positions, () -> ThreadLocalRandom.current().nextDouble(), LOG);
    }

    /**
     * Audits with a given chance.
     *
     * @param chance returns a number from 0 to less than 1 for each read
     */
    ReadAudits(AuditSettings settings, AuditPositions positions, DoubleSupplier chance, System.Logger log) {
        this.settings = settings;
        this.positions = positions;
        this.chance = chance;
        this.log = new AuditLog(log);
    }

    /** Returns the counts by result. */
    public AuditCounters counters() {
        return counters;
    }

    /** Selects a read by chance. It is not selected if another one is waiting. */
    public boolean selects() {
        if (chance.getAsDouble() >= settings.share()) {
            return false;
        }
        if (waiting.remainingCapacity() == 0) {
            count(AuditResult.DROPPED);
            return false;
        }
        return true;
    }

    /** Begins the audit of a selected read that is about to be sent. */
    public AuditedRead begin(ReplicaRun run) {
        return new AuditedRead(this, run, positions.lastOfPrimary());
    }

    /** Records that a selected read cannot be repeated. */
    public void notRepeatable() {
        count(AuditResult.NOT_COMPARABLE);
    }

    void count(AuditResult result) {
        counters.count(result);
    }

    void fetched(AuditedRead read) {
        if (!waiting.offer(read)) {
            count(AuditResult.DROPPED);
        }
    }

    /** Compares reads until {@link #close}. */
    @Override
    public void run() {
        try {
            while (!closed) {
                AuditedRead next = waiting.poll(TO_END_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    compare(next);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare(AuditedRead read) {
        try {
            count(result(read));
        } catch (SQLTimeoutException late) {
            count(AuditResult.TIMED_OUT);
        } catch (SQLException failed) {
            if (QUERY_CANCELED.equals(failed.getSQLState())) {
                count(AuditResult.TIMED_OUT);
            } else {
                counters.failed(failed);
                log.failed(read.run(), failed);
            }
        } catch (ServerFault unknown) {
            LOG.log(System.Logger.Level.DEBUG, "The primary''s position is not known: {0}", unknown.getMessage());
            count(AuditResult.NOT_COMPARABLE);
        } catch (RuntimeException defect) {
            LOG.log(System.Logger.Level.DEBUG, "An audit failed", defect);
            count(AuditResult.NOT_COMPARABLE);
        }
    }

    private AuditResult result(AuditedRead read) throws SQLException, ServerFault {
        Position after = positions.ofPrimaryNow();
        if (!positions.awaitReplica(read.run().replica(), after, settings.timeout())) {
            return AuditResult.TIMED_OUT;
        }
        RowHash.Sum expected = read.sum();
        RowHash.Sum found = onReplica(read.run(), after, expected.rows());
        if (found.equals(expected)) {
            return AuditResult.EQUAL;
        }
        if (found.hasRowsOf(expected)) {
            return AuditResult.ORDER;
        }
        if (!read.before().equals(Optional.of(positions.ofPrimaryNow()))) {
            return AuditResult.CONCURRENT;
        }
        log.differs(read.run());
        return AuditResult.DIFFERS;
    }

    private RowHash.Sum onReplica(ReplicaRun run, Position required, long expected) throws SQLException {
        RowHash rows = new RowHash();
        running = run;
        try {
            if (!closed) {
                run.on(required, settings.timeout(), expected + 1, rows);
            }
        } finally {
            running = null;
        }
        return rows.sum();
    }

    /** Ends the thread, and the statement that it runs. */
    @Override
    public void close() {
        closed = true;
        ReplicaRun current = running;
        if (current != null) {
            current.abort();
        }
    }
}
