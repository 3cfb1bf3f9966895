package io.tidemark.search;

import io.tidemark.Freshness;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.assembly.ReplicationSettings;
import io.tidemark.assembly.ServerNames;
import io.tidemark.marks.ForwardingStore;
import io.tidemark.marks.MarkStore;
import io.tidemark.marks.StoreSettings;
import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.routing.Decision;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RouterSettings;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.Scope;
import io.tidemark.routing.Scopes;
import io.tidemark.time.Ticker;
import io.tidemark.wal.CollationRule;
import io.tidemark.wal.PollsOnThisThread;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.PendingSettings;
import io.tidemark.writes.Transactions;
import io.tidemark.writes.Write;
import io.tidemark.writes.WriteIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An application node: the real router, recorder, store guard and watches, over the ports of a {@link World}. It has no
 * threads. Its polls and background loops run on the thread of the search.
 */
final class Node {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** The real time between two polls, long enough that none is due. */
    private static final Duration INTERVAL = Duration.ofDays(1);

    private final ReplicationAssembly assembly;
    private final Router router;
    private final Scopes scopes = new Scopes();
    private final PollsOnThisThread primaryPolls;
    private final List<PollsOnThisThread> replicaPolls;
    private final String id;
    private String caller = "";
    private boolean positionLost;
    private boolean storeCut;

    /** Starts a node, which polls all servers and checks the store. */
    Node(World.Ports world, Parts parts, Ticker ticker) {
        this.assembly =
                new ReplicationAssembly(ports(world, parts), ServerNames.PLAIN, settings(parts), Runnable::run, ticker);
        this.router = new Router(
                scopes,
                () -> Optional.of(caller),
                Transactions.none(),
                Optional.of(assembly.replication()),
                new RouterSettings(ReadPolicy.REPLICA, Duration.ZERO, Duration.ofSeconds(1), 1.25),
                ticker,
                new RouteCounters(),
                decision -> {});
        this.primaryPolls = PollsOnThisThread.of(assembly.primary());
        this.replicaPolls = assembly.replicas().watches().stream()
                .map(PollsOnThisThread::of)
                .toList();
        this.id = WriteIds.prefix(assembly.entries());
        work();
    }

    private static ReplicationSettings settings(Parts parts) {
        return new ReplicationSettings(
                INTERVAL,
                Duration.ZERO,
                TIMEOUT,
                parts.maxLag(),
                CollationRule.REQUIRE_SAME,
                StoreSettings.of(OnUnsafe.WARN, Parts.HORIZON),
                new PendingSettings(
                        PendingSettings.AnnouncementPolicy.FIRST_WRITE,
                        PendingSettings.OnUnavailable.PROCEED,
                        Parts.DEADLINE,
                        TIMEOUT));
    }

    private ReplicationPorts ports(World.Ports world, Parts parts) {
        PositionSource primary = answering(world.cluster().primary(), parts);
        List<ReplicaSource> replicas = IntStream.range(0, Cluster.REPLICAS)
                .mapToObj(replica -> ReplicaSource.of(
                        ReplicaName.of("replica " + (replica + 1)),
                        answering(world.cluster().replica(replica), parts)))
                .toList();
        return new ReplicationPorts(
                new Cluster.Source(() -> {
                    if (positionLost) {
                        throw new ServerFault(ServerFault.Kind.UNREACHABLE, "The connection was lost.");
                    }
                    return primary.read();
                }),
                replicas,
                new OverNetwork(parts.store().apply(world.store())),
                world.backends());
    }

    private static PositionSource answering(PositionSource server, Parts parts) {
        return new Cluster.Source(() -> parts.readings().apply(server.read()));
    }

    /** The store as this node reaches it. */
    private final class OverNetwork extends ForwardingStore {
        OverNetwork(MarkStore store) {
            super(store);
        }

        @Override
        protected <T> T forward(Call<T> call) throws StoreUnavailable {
            if (storeCut) {
                throw new StoreUnavailable("The connection was lost.");
            }
            return call.make();
        }
    }

    /** Runs each background loop once: polls, probe of the store, renewals, settlement of commits in doubt. */
    void work() {
        poll();
        assembly.store().probe();
        assembly.entries().renew();
        assembly.settlement().settle();
        pollIfRequested();
    }

    private void poll() {
        primaryPolls.poll();
        replicaPolls.forEach(PollsOnThisThread::poll);
    }

    /** Polls a replica. */
    void poll(int replica) {
        replicaPolls.get(replica).poll();
    }

    /** Runs the polls that the node has requested. */
    void pollIfRequested() {
        primaryPolls.pollIfRequested();
        replicaPolls.forEach(PollsOnThisThread::pollIfRequested);
    }

    /** Whether the node uses the store of marks. */
    enum Store {
        IN_USE,
        AWAY
    }

    Store store() {
        return assembly.store().takesWrites() ? Store.IN_USE : Store.AWAY;
    }

    /** Returns a write of the caller that has not begun yet. */
    Write write(String who) {
        caller = who;
        return router.beginWrite();
    }

    /** Decides where a read of the caller goes, in a request of its own. */
    Decision read(String who) {
        caller = who;
        Scopes.Binding request = scopes.carry(new Scope());
        Scopes.Binding routed = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            return router.routeRead();
        } finally {
            routed.close();
            request.close();
        }
    }

    /** Returns the replicas that may serve a read with this decision. */
    List<Integer> mayServe(Decision decision) {
        List<Integer> serving = new ArrayList<>();
        List<ReplicaWatch> watches = assembly.replicas().watches();
        for (int replica = 0; replica < watches.size(); replica++) {
            if (watches.get(replica).covers(decision.required())) {
                serving.add(replica);
            }
        }
        return serving;
    }

    /** Runs the action while the node cannot read the primary's position. */
    void withoutPosition(Runnable action) {
        positionLost = true;
        action.run();
        positionLost = false;
    }

    /** Runs the action while the node cannot reach the store. */
    void withoutStore(Runnable action) {
        storeCut = true;
        action.run();
        storeCut = false;
    }

    /** Returns the random name by which the ids of its writes begin. */
    String id() {
        return id;
    }

    /** Returns the objects that hold the node's state, in a fixed order. */
    List<Object> state() {
        List<Object> parts = new ArrayList<>(List.of(
                assembly.primary(),
                assembly.store(),
                assembly.entries(),
                assembly.settlement(),
                assembly.recorder(),
                assembly.replicas(),
                router));
        parts.addAll(assembly.replicas().watches());
        return parts;
    }
}
