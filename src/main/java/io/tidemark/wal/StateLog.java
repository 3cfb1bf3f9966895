package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Logs for operators when a server becomes unusable and when it becomes usable. Thread-safe.
 *
 * <p>It logs one WARNING when the server becomes unusable, one for each further reason, and one INFO when it becomes
 * usable again. Within an outage, each reason is logged once. At most {@value #MOST} lines are logged in a minute; the
 * next line contains the number of omitted lines.
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
     * Creates a log without entries.
     *
     * @param server the subject of each line
     */
    public StateLog(System.Logger log, String server, Ticker ticker) {
        this.log = log;
        this.server = server;
        this.ticker = ticker;
        this.minute = ticker.nanos();
    }

    /** Logs that the server is unusable. */
    public synchronized void unusable(String why) {
        known = true;
        String still = reasons.isEmpty() ? "" : "still ";
        if (!reasons.contains(why) && permits()) {
            reasons.add(why);
            write(System.Logger.Level.WARNING, still + "cannot be used: " + why);
        }
    }

    /** Logs that the server is usable, unless that was the last state. */
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
        // Two, because the end of each logged outage is logged too.
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
