package io.tidemark.chaos;

import io.tidemark.chaos.ChaosClient.Node;
import io.tidemark.chaos.Operation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** What one client does during a run: random operations, often a write and at once a read of it. For one thread. */
final class ClientLoop {

    private static final int OBJECTS = 20;
    private static final long FIRST = 1_001;

    /** The time between an answer and the next request, which leaves the processors to the servers. */
    private static final Duration THINKING = Duration.ofMillis(3);

    private final ChaosClient client;
    private final List<Node> nodes;
    private final Random random;

    /** @param nodes the application servers among which the client changes at random */
    ClientLoop(ChaosClient client, List<Node> nodes, Random random) {
        this.client = client;
        this.nodes = nodes;
        this.random = random;
    }

    /** {@return the keys of all objects} */
    static List<Long> objects() {
        return LongStream.range(FIRST, FIRST + OBJECTS).boxed().toList();
    }

    void run(BooleanSupplier going) throws InterruptedException {
        while (going.getAsBoolean()) {
            List<Node> serving =
                    nodes.stream().filter(node -> node.serving().get()).toList();
            if (!serving.isEmpty()) {
                step(serving);
            }
            TimeUnit.NANOSECONDS.sleep(THINKING.toNanos());
        }
    }

    private void step(List<Node> serving) {
        long object = FIRST + random.nextInt(OBJECTS);
        int chosen = random.nextInt(100);
        if (chosen < 12) {
            client.writeByEntity(node(serving), object);
            readBack(serving, object);
        } else if (chosen < 22) {
            client.writeByJdbc(node(serving), object);
            readBack(serving, object);
        } else if (chosen < 25) {
            client.writeAndUndo(node(serving), object);
            readBack(serving, object);
        } else if (chosen < 65) {
            client.read(node(serving), Kind.READ, object);
        } else if (chosen < 80) {
            client.monotonicRead(node(serving), object);
        } else {
            client.list(node(serving));
        }
    }

    private void readBack(List<Node> serving, long object) {
        if (random.nextBoolean()) {
            client.read(node(serving), Kind.READ, object);
        }
    }

    private Node node(List<Node> serving) {
        return serving.get(random.nextInt(serving.size()));
    }

    /** Reads all objects through all nodes, when the faults are over. */
    void readAll() {
        for (Node node : nodes) {
            objects().forEach(object -> client.read(node, Kind.FINAL_READ, object));
        }
    }
}
