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
 * {@link #PATIENCE}. The primary is away if the probe takes longer. It is also away if the connection of the probe is lost or
 * refused, and a poll that begins afterwards fails too: the pool may have kept a connection of before a restart. Then reads
 * fail at once, and there is one probe per {@link #PAUSE}, or per {@link #SLOW_PROBE} while the last one has no result. An
 * answered poll ends the outage. So does any statement that the primary answers, for {@link #PROOF}.
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

    /** The age at which another probe replaces one that has no result: its statement may only be slow. */
    static final Duration SLOW_PROBE = Duration.ofSeconds(5);

    /** The permission to send one read to the primary. The read may be the probe. */
    public final class Permission implements AutoCloseable {

        private final long began;
        private final CountDownLatch news = new CountDownLatch(1);

        /** Guarded by the outage, like the time. */
        private boolean lost;

        private long lostAt;

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

    private final Runnable poll;
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

    /** @param poll makes the next poll begin at once */
    PrimaryOutage(Runnable poll, Ticker ticker) {
        this.poll = poll;
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
            if (probe != null && away && now - probe.began >= SLOW_PROBE.toNanos()) {
                // It may be slow, so that another read must find out whether the primary answers.
                endProbe();
                pausedAt = now - PAUSE.toNanos();
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
        if (awaited.lost) {
            endProbe();
        }
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
        // A slow probe must not decide about later reads.
        endProbe();
    }

    private void readLost(Permission read) {
        synchronized (this) {
            proved = false;
            if (read != probe) {
                return;
            }
            read.lost = true;
            read.lostAt = ticker.nanos();
        }
        poll.run();
    }

    private synchronized void readEnded(Permission read) {
        // A probe that was lost lasts until the next poll.
        if (read == probe && !read.lost) {
            endProbe();
        }
    }

    private void endProbe() {
        wakeReads();
        probe = null;
        pausedAt = ticker.nanos();
    }

    private void wakeReads() {
        if (probe != null) {
            probe.news.countDown();
        }
    }

    /**
     * Notes a failed poll.
     *
     * @param asked the ticker's time at its begin
     */
    synchronized void pollFailed(long asked, String why) {
        problem = why;
        suspected = true;
        if (probe != null && probe.lost && asked - probe.lostAt >= 0) {
            away = true;
            endProbe();
        }
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
