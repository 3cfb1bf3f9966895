package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.AuditResult;
import io.tidemark.Reason;
import io.tidemark.audit.AuditPositions;
import io.tidemark.audit.AuditSettings;
import io.tidemark.audit.ReadAudits;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Counts;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** A routed data source in shadow mode over a real primary and its replica, with the audit of all reads. */
final class RealAudit {

    private static final int MOST_READS = 50;

    final RealServers real = new RealServers();
    final DataSource routed;
    private final ReadAudits audits;
    private final Thread thread;
    private volatile Change betweenExecutions = () -> {};

    /** A change of the database. */
    interface Change {
        void make() throws SQLException;
    }

    /** The positions of the servers, queried directly. */
    private final class Queried implements AuditPositions {

        @Override
        public Optional<Position> lastOfPrimary() {
            return Optional.of(ofPrimary());
        }

        @Override
        public Position ofPrimaryNow() {
            Position position = ofPrimary();
            try {
                betweenExecutions.make();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
            return position;
        }

        private Position ofPrimary() {
            return position(real.primary, "SELECT pg_current_wal_insert_lsn()");
        }

        @Override
        public boolean awaitReplica(ReplicaName replica, Position required, Duration longest) {
            Awaiting.until("the replica", () -> position(real.replica, "SELECT pg_last_wal_replay_lsn()")
                    .covers(required));
            return true;
        }
    }

    private static Position position(DataSource server, String query) {
        try (Connection connection = server.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return new Position(1, Lsn.parse(row.getString(1)));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Starts the audit, with these data source and properties for the reads on the replica. */
    RealAudit(DataSource replica, Duration timeout) {
        audits = new ReadAudits(new AuditSettings(1, timeout), new Queried());
        real.routing.shadow = Optional.of(ScriptedRouting.inShadow(Reason.CAUGHT_UP));
        routed = new RoutedDataSource(
                new ScriptedPrimaryPool(real.primary),
                List.of(new ScriptedReplicaPool(replica)),
                real.routing,
                real.classifier,
                new StatementObservers((decision, sql) -> {}, Optional.of(audits)));
        thread = new Thread(audits);
        thread.start();
    }

    /** Makes a change once, after the read on the primary and before that on the replica. */
    void betweenExecutions(Change change) {
        betweenExecutions = () -> {
            betweenExecutions = () -> {};
            change.make();
        };
    }

    Map<AuditResult, Long> counted() {
        Map<AuditResult, Long> counts = new EnumMap<>(AuditResult.class);
        audits.counters().results().forEach((result, count) -> {
            if (count > 0) {
                counts.put(result, count);
            }
        });
        return counts;
    }

    Map<String, Long> failures() {
        return audits.counters().failures();
    }

    /** Waits for these counts, without those that are zero. */
    void await(Map<AuditResult, Long> expected) {
        Awaiting.until(expected.toString(), () -> counted().equals(expected));
    }

    /**
     * Repeats a read until the audit has this one result. Other results than {@link AuditResult#CONCURRENT} must not occur. The
     * server itself writes at times, for example at a checkpoint.
     */
    void awaitWithoutConcurrent(AuditResult expected, Change read) throws SQLException {
        Map<AuditResult, Long> counts;
        long reads = 0;
        do {
            read.make();
            long audited = ++reads;
            Awaiting.until("the result of read " + audited, () -> Counts.total(counted()) == audited);
            counts = counted();
        } while (counts.keySet().equals(Set.of(AuditResult.CONCURRENT)) && reads < MOST_READS);
        counts.remove(AuditResult.CONCURRENT);
        assertEquals(Map.of(expected, 1L), counts);
    }

    void close() throws InterruptedException {
        audits.close();
        thread.join();
    }
}
