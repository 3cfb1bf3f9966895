package io.tidemark.search;

import io.tidemark.Route;
import io.tidemark.routing.Decision;
import io.tidemark.wal.Backend;
import io.tidemark.writes.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Lists the steps of all kinds. */
final class Steps {

    private final int mostWrites;
    private final List<Step> all = new ArrayList<>();

    private Steps(int mostWrites) {
        this.mostWrites = mostWrites;
    }

    /**
     * Returns the steps of these kinds.
     *
     * @param mostWrites the number of writes of all callers together
     */
    static List<Step> of(Set<Step.Kind> kinds, int mostWrites) {
        Steps steps = new Steps(mostWrites);
        for (int caller = 0; caller < World.CALLERS.size(); caller++) {
            steps.ofCaller(caller);
        }
        for (int node = 0; node < World.NODES; node++) {
            steps.ofNode(node);
        }
        for (int write = 1; write <= mostWrites; write++) {
            steps.all.addAll(WriteSteps.of(write));
        }
        for (int replica = 0; replica < Cluster.REPLICAS; replica++) {
            steps.ofReplica(replica);
        }
        steps.ofTimeAndStore();
        return steps.all.stream().filter(step -> kinds.contains(step.kind())).toList();
    }

    private void add(Step.Kind kind, Predicate<World> possible, Function<World, String> run) {
        all.add(new Step(kind, possible, run));
    }

    private void ofCaller(int caller) {
        String name = World.CALLERS.get(caller);
        for (int at = 0; at < World.NODES; at++) {
            int node = at;
            Predicate<World> permitted = world ->
                    world.symmetry().permitsCaller(caller) && world.symmetry().permitsNode(node);
            add(Step.Kind.READ, permitted, world -> read(world, name, node));
            add(
                    Step.Kind.BEGIN,
                    permitted.and(world -> world.writes().size() < mostWrites
                            && world.open(name).isEmpty()),
                    world -> begin(world, name, node));
        }
    }

    private static String read(World world, String caller, int node) {
        world.symmetry().useCaller();
        world.symmetry().useNode();
        Decision decision = world.node(node).read(caller);
        String what = caller + " reads on node " + name(node) + ": " + decision.reason();
        if (decision.route() == Route.PRIMARY) {
            return what + ", so the primary serves the read.";
        }
        List<Integer> serving = world.node(node).mayServe(decision);
        serving.stream()
                .filter(replica -> !world.cluster().isPromoted(replica))
                .forEach(replica -> world.check(caller, replica));
        return what + ", required position "
                + decision.required().map(Object::toString).orElse("none")
                + "; may be served by replica "
                + String.join(
                        " or ",
                        serving.stream()
                                .map(replica -> String.valueOf(replica + 1))
                                .toList()) + ".";
    }

    private static String begin(World world, String caller, int node) {
        world.symmetry().useCaller();
        world.symmetry().useNode();
        int number = world.writes().size() + 1;
        Write write = world.node(node).write(caller);
        write.beforeStatement(Optional.of(new Backend(world.connectionTimeline(), number)));
        write.beforeCommit();
        Written begun = new Written(number, caller, node, world.shownTimeline(), write);
        world.writes().add(begun);
        Node.Store store = world.node(node).store();
        begun.isAnnounced(store);
        return caller + " begins write " + number + " on node " + name(node)
                + (store == Node.Store.IN_USE
                        ? "; its pending entry is stored."
                        : "; the node does not use the store at the moment.");
    }

    private void ofNode(int node) {
        Predicate<World> permitted = world -> world.symmetry().permitsNode(node);
        add(Step.Kind.WORK, permitted, world -> {
            world.symmetry().useNode();
            world.node(node).work();
            return "Node " + name(node) + " polls the servers and runs its background loops.";
        });
        add(Step.Kind.CRASH, permitted, world -> {
            world.symmetry().useNode();
            world.writes().stream().filter(write -> write.node() == node).forEach(Written::nodeCrashes);
            world.restart(node);
            return "Node " + name(node) + " crashes and starts again; the server rolls back its open transactions.";
        });
    }

    private void ofReplica(int replica) {
        Predicate<World> permitted = world -> world.symmetry().permitsReplica(replica);
        add(Step.Kind.REPLAY, permitted.and(world -> world.cluster().canReplay(replica)), world -> {
            world.symmetry().useReplica();
            world.cluster().replay(replica);
            for (int node = 0; node < World.NODES; node++) {
                world.node(node).poll(replica);
            }
            return "Replica " + (replica + 1) + " replays up to "
                    + world.cluster().position(replica) + ", and the nodes poll it.";
        });
        add(Step.Kind.PROMOTION, permitted.and(world -> world.cluster().canPromote()), world -> {
            world.symmetry().useReplica();
            world.writes().forEach(Written::serverEnds);
            int lost = world.cluster().promote(replica);
            return "Replica " + (replica + 1) + " is promoted to timeline "
                    + world.cluster().timeline() + "; " + lost + " commits are lost.";
        });
    }

    private void ofTimeAndStore() {
        add(Step.Kind.TIME, world -> true, world -> {
            world.pass(Parts.DEADLINE);
            return "Half the horizon of the marks passes; the nodes poll, renew and settle meanwhile.";
        });
        add(Step.Kind.STORE_LOSS, world -> true, world -> {
            world.writes().forEach(Written::storeIsEmptied);
            world.store().isEmptied();
            return "The store loses all its content.";
        });
    }

    /** Returns the name of a node. */
    static char name(int node) {
        return (char) ('A' + node);
    }
}
