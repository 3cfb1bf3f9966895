package io.tidemark.search;

import io.tidemark.marks.FakeMarkStore;
import io.tidemark.marks.MarkStore;
import io.tidemark.wal.Backends;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state that the search explores: two nodes, the servers, the store, the time, and the callers' writes. */
final class World {

    /** The number of nodes. */
    static final int NODES = 2;

    /** The callers. */
    static final List<String> CALLERS = List.of("alice", "bob");

    /** The ports of all nodes. */
    record Ports(Cluster cluster, MarkStore store, Backends backends) {}

    private final Parts parts;
    private final Cluster cluster = new Cluster();
    private final FakeMarkStore store = new FakeMarkStore(Parts.HORIZON);
    private final Ports ports = new Ports(cluster, store, backend -> activity(backend.timeline(), backend.process()));
    private final List<Written> writes = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> crashed = new HashMap<>();
    private final Symmetry symmetry = new Symmetry();
    private final WorldTime time = new WorldTime(store);
    private Optional<String> violation = Optional.empty();

    /** Creates a world that has just started: all servers are level, and the nodes have polled them. */
    World(Parts parts) {
        this.parts = parts;
        for (int node = 0; node < NODES; node++) {
            nodes.add(start());
        }
    }

    private Node start() {
        return new Node(ports, parts, time);
    }

    private Optional<Backends.Activity> activity(Timeline timeline, int process) {
        boolean replaced = timeline.number() < shownTimeline();
        return writes.stream()
                .filter(write -> write.number() == process && write.mayCommit() && !replaced)
                .findAny()
                .map(write -> new Backends.Activity("started", Optional.of("its transaction")));
    }

    /** Returns the primary's timeline, as the nodes see it. */
    int shownTimeline() {
        try {
            return parts.readings().apply(cluster.primary().read()).position().timeline();
        } catch (ServerFault impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the timeline of a connection to the primary, as the nodes see it. */
    Timeline connectionTimeline() {
        return new Timeline(FakeServer.CLUSTER, shownTimeline());
    }

    Cluster cluster() {
        return cluster;
    }

    FakeMarkStore store() {
        return store;
    }

    List<Written> writes() {
        return writes;
    }

    Node node(int node) {
        return nodes.get(node);
    }

    Symmetry symmetry() {
        return symmetry;
    }

    /** Replaces a node by one that knows nothing. */
    void restart(int node) {
        // A node that began no write has no ids in the store, so a later one may have the same name.
        crashed.put(nodes.get(node).id(), "crashed " + node + " after " + writes.size());
        nodes.set(node, start());
    }

    /** Lets the time pass in two parts, after each of which all nodes run their background loops. */
    void pass(Duration duration) {
        for (int part = 0; part < 2; part++) {
            time.passes(duration.dividedBy(2));
            nodes.forEach(Node::work);
        }
    }

    /** Executes the step, and the polls that it has requested. Returns the description of the step. */
    String execute(Step step) {
        String text = step.run().apply(this);
        nodes.forEach(Node::pollIfRequested);
        writes.stream()
                .filter(write -> nodes.get(write.node()).store() == Node.Store.IN_USE)
                .forEach(Written::nodeUsesStore);
        return text;
    }

    /** Returns the caller's open write. */
    Optional<Written> open(String caller) {
        return writes.stream()
                .filter(write -> write.caller().equals(caller) && write.isOpen())
                .findAny();
    }

    /** Notes a violation if the replica misses a write of the caller that its reads must include. */
    void check(String caller, int replica) {
        for (Written write : writes) {
            if (write.caller().equals(caller)
                    && write.isPromised()
                    && cluster.hasCommitted(write.number())
                    && !cluster.shows(replica, write.number())) {
                violation = Optional.of("Stale read: replica " + (replica + 1) + " is at " + cluster.position(replica)
                        + " and does not show write " + write.number() + " of " + caller
                        + (write.isAcknowledged() ? ", which was acknowledged." : ", which is committed."));
            }
        }
    }

    Optional<String> violation() {
        return violation;
    }

    /** Returns a hash of the whole state. */
    Fingerprint fingerprint() {
        return Fingerprint.of(text());
    }

    /** Returns the whole state as text. */
    String text() {
        Map<String, String> names = new HashMap<>(crashed);
        for (int node = 0; node < NODES; node++) {
            names.put(nodes.get(node).id(), "node " + node);
        }
        StateText text = new StateText(time.nanos(), time.storeTime(), names);
        for (int node = 0; node < NODES; node++) {
            text.node(nodes.get(node).state(), "node " + node);
        }
        nodes.forEach(node -> text.add(node.state()));
        // Not the symmetry: if it limits the steps, the state is one in which the others are equal to these.
        text.add(List.of(cluster, store, writes));
        return text.toString();
    }
}
