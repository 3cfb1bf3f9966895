package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The log of whether a server can be used, for operators.
 *
 * <p>One WARNING when it no longer can, one for each further reason, and one INFO when it can again. During one outage a
 * reason is logged once. At most {@value #MOST} lines are logged in a minute; the next line says how many were left out.
 * Thread-safe.
 */
public final class StateLog {

    private static final int MOST = 10;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final System.Logger log;
    private final String server;
    private final Ticker ticker;

    private final Set<String> reasons = new HashSet<>();
    private boolean known;
    private long minute;
    private int lines;
    private int leftOut;

    /**
     * Nothing has been logged yet.
     *
     * @param server the subject of each line
     */
    public StateLog(System.Logger log, String server, Ticker ticker) {
        this.log = log;
        this.server = server;
        this.ticker = ticker;
        this.minute = ticker.nanos();
    }

    /** It cannot be used. */
    public synchronized void unusable(String why) {
        known = true;
        String still = reasons.isEmpty() ? "" : "still ";
        if (!reasons.contains(why) && permits()) {
            reasons.add(why);
            write(System.Logger.Level.WARNING, still + "cannot be used: " + why);
        }
    }

    /** It can be used; says nothing if the log does not say otherwise. */
    public synchronized void usable(String predicate) {
        boolean news = !known || !reasons.isEmpty();
        known = true;
        reasons.clear();
        if (news) {
            lines++;
            write(System.Logger.Level.INFO, predicate);
        }
    }

    private boolean permits() {
        long now = ticker.nanos();
        if (now - minute >= MINUTE_NANOS) {
            minute = now;
            lines = 0;
        }
        // Two: each outage that is logged has an end that is logged.
        if (lines + 2 > MOST) {
            leftOut++;
            return false;
        }
        lines++;
        return true;
    }

    private void write(System.Logger.Level level, String predicate) {
        String omission = leftOut == 0 ? "" : " (" + leftOut + " further changes were not logged)";
        leftOut = 0;
        log.log(level, server + " " + predicate + omission);
    }
}
