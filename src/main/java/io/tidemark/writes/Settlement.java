package io.tidemark.writes;

import io.tidemark.time.Ticker;
import io.tidemark.wal.Backend;
import io.tidemark.wal.Backends;
import io.tidemark.wal.Backends.Activity;
import io.tidemark.wal.Backoff;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.Write.Lost;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Settles commits in doubt: the answer was lost, although the server may have carried out the commit, or may do so
 * later.
 *
 * <p>The pending entry stays until the server process has left the transaction. After that the outcome is irrelevant,
 * because the caller's mark is raised to a position that is read then. A process between two transactions may still
 * find a statement in its socket that commits by itself. Such a statement counts as over only after the deadline of a
 * pending entry. A COMMIT has no effect there. One thread calls {@link #settle}; the rest is thread-safe.
 */
public final class Settlement {

    private static final System.Logger LOG = System.getLogger(Settlement.class.getName());

    /**
     * A commit in doubt.
     *
     * @param lost the command that was on the connection
     * @param backends the server processes that worked on the writes; empty if only the position is unknown
     */
    record Doubt(PendingEntry entry, Lost lost, Set<Backend> backends, WriteRecorder recorder) {}

    private record Open(Doubt doubt, long since, Map<Backend, Activity> first) {}

    private final Backends server;
    private final Duration statementLife;
    private final Ticker ticker;
    private final Queue<Open> open = new ConcurrentLinkedQueue<>();
    private final Backoff backoff = new Backoff(Duration.ZERO);

    /**
     * Creates a settlement for this server.
     *
     * @param statementLife the time after which a statement that commits by itself counts as over: the deadline of a
     *     pending entry
     */
    public Settlement(Backends server, Duration statementLife, Ticker ticker) {
        this.server = server;
        this.statementLife = statementLife;
        this.ticker = ticker;
    }

    void add(Doubt doubt) {
        open.add(new Open(doubt, ticker.nanos(), new HashMap<>()));
    }

    /**
     * Settles the commits that can be settled now. Called regularly. While the server is unavailable, it is queried
     * less often.
     */
    public void settle() {
        if (open.isEmpty() || !backoff.due(ticker.nanos())) {
            return;
        }
        try {
            settleAll();
            backoff.succeeded();
        } catch (ServerFault unknown) {
            backoff.failed(ticker.nanos(), Backoff.Failure.AWAY);
            LOG.log(System.Logger.Level.DEBUG, () -> "Commits stay in doubt: " + unknown.getMessage());
        }
    }

    private void settleAll() throws ServerFault {
        boolean positionUnknown = false;
        // A copy, because a doubt whose position is still unknown is added again.
        for (Open next : List.copyOf(open)) {
            if (isOver(next)) {
                open.remove(next);
                LOG.log(System.Logger.Level.DEBUG, () -> next.doubt().entry().caller() + ": a commit in doubt is over");
                WriteOutcome outcome = next.doubt()
                        .recorder()
                        .afterCommit(next.doubt().entry(), next.doubt().backends());
                positionUnknown |= outcome.position().known().isEmpty();
            }
        }
        if (positionUnknown) {
            throw new ServerFault(ServerFault.Kind.UNREACHABLE, "The primary's position is unknown.");
        }
    }

    /** Throws only if the server does not answer, and therefore would not answer for the other commits either. */
    private boolean isOver(Open open) throws ServerFault {
        try {
            for (Backend backend : open.doubt().backends()) {
                Optional<Activity> now = server.activity(backend);
                if (now.isPresent() && !hasLeft(open, backend, now.get())) {
                    return false;
                }
            }
            return true;
        } catch (ServerFault unknown) {
            if (unknown.kind() != ServerFault.Kind.UNFIT) {
                throw unknown;
            }
            LOG.log(System.Logger.Level.DEBUG, () -> "A commit stays in doubt: " + unknown.getMessage());
            return false;
        }
    }

    private static boolean isFirstTransaction(Activity first, Activity now) {
        return first.betweenTransactions() && !now.betweenTransactions();
    }

    private boolean hasLeft(Open open, Backend backend, Activity now) {
        Activity first = open.first().computeIfAbsent(backend, seen -> now);
        if (!now.sameProcess(first)) {
            return true;
        }
        if (isFirstTransaction(first, now)) {
            open.first().put(backend, now);
            return false;
        }
        if (now.betweenTransactions()) {
            return open.doubt().lost() == Lost.COMMIT || !first.betweenTransactions() || waited(open);
        }
        return !now.equals(first);
    }

    private boolean waited(Open open) {
        return ticker.nanos() - open.since() >= statementLife.toNanos();
    }
}
