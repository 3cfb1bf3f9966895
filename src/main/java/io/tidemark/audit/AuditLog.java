package io.tidemark.audit;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Logs each statement that a replica runs otherwise than the primary, once. No row, literal or parameter is logged. */
final class AuditLog {

    private static final int MOST = 100;

    /**
     * Failures that do not depend on the statement, so that another execution may succeed: the connection, resources, a conflict
     * with replay, an operator.
     */
    private static final List<String> OF_THE_MOMENT = List.of("08", "40", "53", "55", "57", "58");

    private final System.Logger log;
    private final Set<String> logged = new HashSet<>();

    AuditLog(System.Logger log) {
        this.log = log;
    }

    void differs(ReplicaRun run) {
        if (isNew(run)) {
            log.log(
                    System.Logger.Level.WARNING,
                    "The audit found other rows on replica {0} than on the primary, although no commit came in between."
                            + " Statement: {1}. Likely cause: {2}.",
                    run.replica().text(),
                    run.shape(),
                    run.likelyCause());
        }
    }

    void failed(ReplicaRun run, SQLException failure) {
        String state = failure.getSQLState();
        if (dependsOnStatement(state) && isNew(run)) {
            log.log(
                    System.Logger.Level.WARNING,
                    "An audited statement fails on replica {0} with SQLState {1}. If it is routed, it is retried on the"
                            + " primary. Statement: {2}.",
                    run.replica().text(),
                    state,
                    run.shape());
        } else {
            log.log(System.Logger.Level.DEBUG, "An audited read failed on the replica with SQLState {0}", state);
        }
    }

    private static boolean dependsOnStatement(@Nullable String state) {
        return state != null && OF_THE_MOMENT.stream().noneMatch(state::startsWith);
    }

    private synchronized boolean isNew(ReplicaRun run) {
        return logged.size() < MOST && logged.add(run.shape());
    }
}
