package io.tidemark.bench;

import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.jdbc.ScriptedAdmission;
import io.tidemark.marks.FakeMarks;
import io.tidemark.marks.GuardedStore;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RouterSettings;
import io.tidemark.routing.Scopes;
import io.tidemark.sql.Classifier;
import io.tidemark.sql.Statements;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Ticker;
import io.tidemark.writes.Recording;
import io.tidemark.writes.Transactions;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** The routed data source of an application over two pools. Only the answers from the network are simulated. */
final class Replication implements AutoCloseable {

    private static final Duration HORIZON = Duration.ofHours(1);

    /** A stopped clock, like that of the store. A running clock would show a changed clock of the store and block its use. */
    private static final Ticker STOPPED = () -> 0;

    private final FakeServer primaryServer = new FakeServer();
    private final FakeServer replicaServer = new FakeServer();
    private final PrimaryWatch primary = new PrimaryWatch(
            "the primary", primaryServer, Duration.ofMillis(100), Duration.ofSeconds(1), Ticker.SYSTEM);
    private final ReplicaWatch replica = new ReplicaWatch(
            "the replica", replicaServer, primary, Duration.ofMillis(100), HORIZON.dividedBy(2), Ticker.SYSTEM);
    private final Scopes scopes = new Scopes();
    private final RoutedDataSource source;

    /** Starts with both servers up, the replica caught up, and a write of alice. */
    Replication(DataSource primaryPool, DataSource replicaPool) throws ServerFault {
        GuardedStore store = Recording.store(new FakeMarks(), primary, STOPPED);
        Router router = new Router(
                scopes,
                () -> Optional.of("alice"),
                Transactions.none(),
                Optional.of(
                        new Router.Replication(replica, primary, store, Recording.recorder(store, primary, STOPPED))),
                new RouterSettings(RouterSettings.Policy.REPLICA, Duration.ofMillis(20), Duration.ofSeconds(1)),
                Ticker.SYSTEM,
                new RouteCounters(),
                decision -> {});
        Classifier classifier = new Classifier();
        // Without a catalogue, any relation may be a view that asks for the time.
        classifier.learn(Statements.catalogue());
        source = new RoutedDataSource(
                primaryPool, () -> Optional.of(replicaPool), new ScriptedAdmission(), router, classifier);
        Position position = new Position(1, new Lsn(100));
        primaryServer.answers(position);
        replicaServer.answers(position);
        daemon(primary);
        daemon(replica);
        primary.positionAfterNow();
        replica.fresh(Duration.ofSeconds(10));
        router.write().ended();
    }

    private static void daemon(Runnable poller) {
        Thread thread = new Thread(poller);
        thread.setDaemon(true);
        thread.start();
    }

    DataSource source() {
        return source;
    }

    Scopes scopes() {
        return scopes;
    }

    @Override
    public void close() {
        primary.close();
        replica.close();
    }
}
