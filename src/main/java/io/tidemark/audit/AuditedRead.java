package io.tidemark.audit;

import io.tidemark.AuditResult;
import io.tidemark.wal.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A read that was selected for an audit, while the application fetches its rows. No method throws, so that the read does not
 * fail because of its audit. For the thread that uses the rows.
 */
public final class AuditedRead {

    private static final System.Logger LOG = System.getLogger(AuditedRead.class.getName());

    private final ReadAudits audits;
    private final ReplicaRun run;
    private final Optional<Position> before;
    private final RowHash rows = new RowHash();
    private boolean ended;

    /**
     * A read that is about to be sent.
     *
     * @param before the last known position of the primary
     */
    AuditedRead(ReadAudits audits, ReplicaRun run, Optional<Position> before) {
        this.audits = audits;
        this.run = run;
        this.before = before;
    }

    ReplicaRun run() {
        return run;
    }

    Optional<Position> before() {
        return before;
    }

    RowHash.Sum sum() {
        return rows.sum();
    }

    /** Whether all rows were fetched, or the read is not compared. */
    public boolean hasEnded() {
        return ended;
    }

    /** Adds the row that the application has moved to. */
    public void fetched(ResultSet row) {
        if (ended) {
            return;
        }
        try {
            rows.add(row);
        } catch (SQLException | RuntimeException unreadable) {
            LOG.log(System.Logger.Level.DEBUG, "A row of an audited read cannot be hashed", unreadable);
            abandon();
        }
    }

    /** Records that the application has fetched all rows, and hands the read over to the audit's thread. */
    public void complete() {
        if (!ended) {
            ended = true;
            audits.fetched(this);
        }
    }

    /** Records that the rows cannot be compared. */
    public void abandon() {
        if (!ended) {
            ended = true;
            audits.count(AuditResult.NOT_COMPARABLE);
        }
    }
}
