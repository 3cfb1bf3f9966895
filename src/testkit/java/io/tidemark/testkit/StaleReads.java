package io.tidemark.testkit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Compares reads on lagging replicas with the primary, and collects those that were stale. Thread-safe. */
final class StaleReads {

    private static final System.Logger LOG = System.getLogger(StaleReads.class.getName());

    private final DataSource primary;
    private final List<StaleRead> suspects = new ArrayList<>();

    /**
     * Makes an empty collection.
     *
     * @param primary a source of connections of the role that the application has
     */
    StaleReads(DataSource primary) {
        this.primary = primary;
    }

    /** Repeats a read on both servers, and keeps it if the rows differ. Has no effect on a replica without lag by command. */
    void check(Replica replica, ObservedRead read) {
        String lag = replica.reasonOfLag();
        if (lag.isEmpty()) {
            return;
        }
        try {
            List<String> returned = read.rows(replica.plain());
            List<String> current = read.rows(primary);
            if (!returned.equals(current)) {
                String cause =
                        lag + ": it has replayed up to " + replica.replayed() + ", the primary is at " + position();
                keep(new StaleRead(replica, read, CallSite.current(), returned, current, cause));
            }
        } catch (SQLException failed) {
            LOG.log(System.Logger.Level.WARNING, "Not compared with the primary: {0}: {1}", read.shown(), failed);
        }
    }

    private String position() throws SQLException {
        return new ObservedRead("SELECT pg_current_wal_lsn()", ObservedRead.Form.PLAIN, List.of())
                .rows(primary)
                .get(0);
    }

    private synchronized void keep(StaleRead read) {
        if (suspects.stream().noneMatch(read::repeats)) {
            suspects.add(read);
        }
    }

    /**
     * Forgets all, and returns those that were stale. Rows that differ even without lag, such as the time or a server's address, are not.
     * The replicas that can catch up must have done so.
     */
    synchronized List<StaleRead> conclude() {
        List<StaleRead> all = List.copyOf(suspects);
        suspects.clear();
        return all.stream().filter(this::isEqualWithoutLag).toList();
    }

    private boolean isEqualWithoutLag(StaleRead stale) {
        if (!stale.replica().replays()) {
            return true;
        }
        try {
            return stale.read()
                    .rows(stale.replica().plain())
                    .equals(stale.read().rows(primary));
        } catch (SQLException dropped) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "Not compared again: {0}: {1}",
                    stale.read().shown(),
                    dropped);
            return true;
        }
    }

    /** Forgets all. */
    synchronized void forget() {
        suspects.clear();
    }

    /** {@return whether a read may have been stale since the last conclusion} */
    synchronized boolean hasSuspects() {
        return !suspects.isEmpty();
    }
}
