package io.tidemark.chaos;

import io.tidemark.chaos.ChaosClient.Node;
import io.tidemark.chaos.FaultSchedule.Planned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** One run: clients on all nodes, the faults of a schedule, and the final reads. */
final class ChaosRun {

    private static final System.Logger LOG = System.getLogger(ChaosRun.class.getName());

    /** Clients with a user, which change nodes and keep their cookies. */
    private static final List<String> USERS = List.of("alice", "bob", "operator", "user-1");

    /** A user of two clients at the same time, both on one node: without a shared cookie, only that node knows all of its writes. */
    private static final String PAIR = "user-2";

    /** A user of two clients at the same time, on all nodes: without a shared cookie, the nodes share the writes by Redis only. */
    private static final String TRAVELLER = "user-3";

    private static final int ANONYMOUS = 4;

    private final ChaosServers servers;
    private final Recorder recorder = new Recorder();
    private final List<ClientLoop> clients = new ArrayList<>();
    private final Random seeds;
    /** Each one is held by the fault that strikes the target. */
    private final Map<String, Lock> targets = new ConcurrentHashMap<>();

    ChaosRun(ChaosServers servers, long seed) {
        this.servers = servers;
        this.seeds = new Random(seed);
        List<Node> nodes = servers.nodes();
        USERS.forEach(user -> add(user, Optional.of(user), nodes));
        add("first of " + PAIR, Optional.of(PAIR), nodes.subList(0, 1));
        add("second of " + PAIR, Optional.of(PAIR), nodes.subList(0, 1));
        add("phone of " + TRAVELLER, Optional.of(TRAVELLER), nodes);
        add("desk of " + TRAVELLER, Optional.of(TRAVELLER), nodes);
        for (int number = 1; number <= ANONYMOUS; number++) {
            add("anonymous-" + number, Optional.empty(), nodes);
        }
    }

    private void add(String name, Optional<String> user, List<Node> nodes) {
        ChaosClient client = new ChaosClient(name.replace(' ', '-'), user, recorder, servers.reads());
        clients.add(new ClientLoop(client, nodes, new Random(seeds.nextLong())));
    }

    /** {@return the history of a run with these faults, at whose end all servers work} */
    History run(List<Planned> plan) throws Exception {
        Database database = new Database(servers::primary, recorder);
        database.writeFirstVersions();
        servers.awaitReplicas();
        servers.awaitUse();
        AtomicBoolean going = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        PositionSampler positions = PositionSampler.start(servers.databases(), recorder);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (ClientLoop client : clients) {
                running.add(threads.submit(() -> {
                    client.run(going::get);
                    return null;
                }));
            }
            strikeAll(plan);
            servers.awaitReplicas();
            going.set(false);
            awaitAll(running);
        } finally {
            going.set(false);
            threads.shutdown();
            positions.close();
        }
        clients.forEach(ClientLoop::readAll);
        database.readAll();
        return recorder.history();
    }

    private void strikeAll(List<Planned> plan) throws Exception {
        Strikes strikes = new Strikes(servers, recorder);
        long begun = recorder.now();
        // A fault that takes longer than planned must not delay the others.
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(FaultSchedule.AT_ONCE * 4);
        try {
            List<Future<?>> striking = new ArrayList<>();
            for (Planned planned : plan) {
                long delay = begun + planned.start().toNanos() - recorder.now();
                striking.add(threads.schedule(
                        () -> {
                            strike(
                                    strikes.of(planned),
                                    planned,
                                    begun + planned.end().toNanos());
                            return null;
                        },
                        delay,
                        TimeUnit.NANOSECONDS));
            }
            awaitAll(striking);
        } finally {
            threads.shutdownNow();
        }
    }

    private void strike(Strike strike, Planned planned, long end) throws Exception {
        // On a slow machine, a server may need longer than the schedule reserves, for example to start.
        Lock target = targets.computeIfAbsent(planned.target(), name -> new ReentrantLock(true));
        target.lockInterruptibly();
        try {
            long start = recorder.now();
            LOG.log(System.Logger.Level.DEBUG, "{0} at {1}", planned.fault(), planned.target());
            try {
                strike.begin().run();
                TimeUnit.NANOSECONDS.sleep(end - recorder.now());
            } finally {
                strike.end().run();
                recorder.add(planned, start);
            }
        } finally {
            target.unlock();
        }
    }

    private static void awaitAll(List<Future<?>> futures) throws Exception {
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof Exception cause ? cause : failed;
            }
        }
    }
}
