package io.tidemark.search;

import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.ServerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model of PostgreSQL: a primary and two replicas, with the commits that each server shows. */
final class Cluster {

    /** The number of replicas. */
    static final int REPLICAS = 2;

    private static final long START = 100;
    private static final long PROMOTION = 10;

    /** A commit that a server shows. */
    record Commit(int write, Position end) {}

    /** A server. */
    static final class Server {
        private final String name;
        private int timeline = 1;
        private long lsn = START;
        private final List<Commit> shown = new ArrayList<>();

        Server(String name) {
            this.name = name;
        }

        Position position() {
            return new Position(timeline, new Lsn(lsn));
        }

        boolean shows(int write) {
            return shown.stream().anyMatch(commit -> commit.write() == write);
        }
    }

    private Server primary = new Server("the primary");
    private final List<Server> replicas = List.of(new Server("replica 1"), new Server("replica 2"));

    /** The position at which the second timeline left the first. */
    private long branch;

    /** Commits a write on the primary. Returns the position after it. */
    Position commit(int write) {
        // Of different sizes, so that positions of two timelines overlap.
        primary.lsn += primary.timeline == 1 ? 100 : 50;
        primary.shown.add(new Commit(write, primary.position()));
        return primary.position();
    }

    /** Whether the primary has the write: it was committed, and not lost in a promotion. */
    boolean hasCommitted(int write) {
        return primary.shows(write);
    }

    /** Whether the replica shows the write. */
    boolean shows(int replica, int write) {
        return replicas.get(replica).shows(write);
    }

    /** Returns the position of the replica. */
    Position position(int replica) {
        return replicas.get(replica).position();
    }

    /** Returns the timeline of the primary. */
    int timeline() {
        return primary.timeline;
    }

    /** Whether the replica is the primary now. */
    boolean isPromoted(int replica) {
        return replicas.get(replica) == primary;
    }

    /** Whether there is more to replay, and the replica has not replayed what the primary lacks. */
    boolean canReplay(int replica) {
        Server server = replicas.get(replica);
        return !isPromoted(replica)
                && (server.timeline == primary.timeline ? server.lsn < primary.lsn : server.lsn <= branch);
    }

    /** Replays the next commit, or follows the primary to the next timeline. */
    void replay(int replica) {
        Server server = replicas.get(replica);
        if (server.timeline < primary.timeline && server.shown.size() == shownAtBranch()) {
            server.timeline = primary.timeline;
            server.lsn = branch + PROMOTION;
            return;
        }
        Commit next = primary.shown.get(server.shown.size());
        server.shown.add(next);
        server.lsn = next.end().lsn().value();
    }

    private int shownAtBranch() {
        return (int) primary.shown.stream()
                .filter(commit -> commit.end().timeline() < primary.timeline)
                .count();
    }

    /** Whether a replica may be promoted: this model has one promotion at most. */
    boolean canPromote() {
        return primary.timeline == 1;
    }

    /** Makes a replica the primary. Returns the number of commits that are lost with the old primary. */
    int promote(int replica) {
        Server server = replicas.get(replica);
        int lost = primary.shown.size() - server.shown.size();
        branch = server.lsn;
        server.timeline++;
        server.lsn += PROMOTION;
        primary = server;
        return lost;
    }

    /** Returns the way to the primary, whichever server that is. */
    PositionSource primary() {
        return new Source(() -> reading(primary));
    }

    /** Returns the way to a replica, which fails if it is the primary now. */
    PositionSource replica(int replica) {
        return new Source(() -> {
            if (isPromoted(replica)) {
                throw new ServerFault(ServerFault.Kind.UNFIT, "It is not in recovery.");
            }
            return reading(replicas.get(replica));
        });
    }

    private static PositionReading reading(Server server) {
        return new PositionReading(
                new ServerId(FakeServer.CLUSTER, server.name, "first"),
                server.position(),
                Optional.of(new PositionReading.Flushed(new Lsn(server.lsn), Duration.ZERO)));
    }

    /** A query for a position. */
    interface Query {
        PositionReading run() throws ServerFault;
    }

    /** A server whose position is read by a query, and whose log is always flushed. */
    record Source(Query query) implements PositionSource {
        @Override
        public PositionReading read() throws ServerFault {
            return query.run();
        }

        @Override
        public void flush() {}

        @Override
        public void discardConnection() {}

        @Override
        public void close() {}
    }
}
