package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a read that no replica may serve may still be sent to the primary, or must fail because the primary is away.
 *
 * <p>A failed poll alone is no proof: the server may refuse the poll's connection while the pool has others that work. While
 * polls fail, one read at a time is therefore sent as a probe. Reads that arrive meanwhile wait for its result, for at most
 * {@link #PATIENCE}. If the connection of the probe is lost or refused, or the probe takes longer, the primary is away: reads
 * fail at once, and there is one probe per {@link #PAUSE}. An answered poll ends the outage. So does any statement that the
 * primary answers, for {@link #PROOF}.
 *
 * <p>While polls are answered, each method reads one field. Thread-safe.
 */
public final class PrimaryOutage {

    /** The time for which an answered statement proves that connections of the pool work. */
    static final Duration PROOF = Duration.ofSeconds(1);

    /** The longest wait for the result of a probe. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    /** The pause between two probes. */
    static final Duration PAUSE = Duration.ofMillis(500);

    /** The permission to send one read to the primary. The read may be the probe. */
    public final class Permission implements AutoCloseable {

        private final long began;
        private final CountDownLatch news = new CountDownLatch(1);

        private Permission(long began) {
            this.began = began;
        }

        private void await(long nanos) {
            try {
                boolean ignored = news.await(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Notes that the connection of the read was lost or refused. */
        public void lost() {
            readLost(this);
        }

        /** Notes the end of the read, whatever the result. */
        @Override
        public void close() {
            readEnded(this);
        }
    }

    private final Ticker ticker;
    private final Permission unlimited = new Permission(0);

    /** Whether the last poll failed. */
    private volatile boolean suspected;

    private String problem = "";

    /** Whether a probe has failed or is overdue, and nothing was answered since. */
    private boolean away;

    private boolean proved;
    private long provedAt;
    private @Nullable Permission probe;
    private long pausedAt;

    PrimaryOutage(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether the last poll failed because the primary did not answer. Reads one field. */
    public boolean isSuspected() {
        return suspected;
    }

    /**
     * Permits a read that no replica may serve. May wait for the result of another read, for a bounded time.
     *
     * @throws ServerFault if the primary is away; the message is the problem of the last poll
     */
    public Permission permit() throws ServerFault {
        if (!suspected) {
            return unlimited;
        }
        Permission running;
        long left;
        synchronized (this) {
            long now = ticker.nanos();
            if (!suspected || isProved(now)) {
                return unlimited;
            }
            running = probe;
            if (running == null) {
                if (away && now - pausedAt < PAUSE.toNanos()) {
                    throw fault();
                }
                Permission begun = new Permission(now);
                probe = begun;
                return begun;
            }
            left = away ? 0 : PATIENCE.toNanos() - (now - running.began);
        }
        if (left > 0) {
            running.await(left);
        }
        return afterWait(running);
    }

    private synchronized Permission afterWait(Permission awaited) throws ServerFault {
        boolean endedWithoutResult = probe != awaited && !away;
        if (!suspected || isProved(ticker.nanos()) || endedWithoutResult) {
            return unlimited;
        }
        away = true;
        throw fault();
    }

    private boolean isProved(long now) {
        return proved && now - provedAt < PROOF.toNanos();
    }

    private ServerFault fault() {
        return new ServerFault(ServerFault.Kind.UNREACHABLE, problem);
    }

    /** Notes that the primary has answered a statement. */
    public void answered() {
        if (suspected) {
            noteAnswer();
        }
    }

    private synchronized void noteAnswer() {
        proved = true;
        provedAt = ticker.nanos();
        away = false;
        wakeReads();
    }

    private synchronized void readLost(Permission read) {
        proved = false;
        if (read == probe) {
            away = true;
            wakeReads();
        }
    }

    private synchronized void readEnded(Permission read) {
        if (read == probe) {
            wakeReads();
            probe = null;
            pausedAt = ticker.nanos();
        }
    }

    private void wakeReads() {
        if (probe != null) {
            probe.news.countDown();
        }
    }

    synchronized void pollFailed(String why) {
        problem = why;
        suspected = true;
    }

    /** Notes an answered poll, also by a server that is unfit. */
    void pollAnswered() {
        if (suspected) {
            end();
        }
    }

    private synchronized void end() {
        suspected = false;
        away = false;
        proved = false;
        wakeReads();
        // An old probe that still hangs proves nothing in the next outage.
        probe = null;
    }
}
