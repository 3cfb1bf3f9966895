package io.tidemark.servers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The ports of a set of servers, on loopback.
 *
 * @param replicas one port per replica, at least one
 */
public record Ports(Port primary, List<Port> replicas, Port redis, Port http) {

    /**
     * Checks and copies the list.
     *
     * @throws IllegalArgumentException if there is no replica
     */
    public Ports {
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("A set of servers has at least one replica");
        }
        replicas = List.copyOf(replicas);
    }

    /** The ports of a set with one replica. */
    public Ports(Port primary, Port replica, Port redis, Port http) {
        this(primary, List.of(replica), redis, http);
    }

    /** {@return free ports for a set with that number of replicas} */
    public static Ports free(int replicas) throws IOException {
        List<Port> ofReplicas = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            ofReplicas.add(Port.anyFree("a replica"));
        }
        return new Ports(
                Port.anyFree("the primary"), ofReplicas, Port.anyFree("Redis"), Port.anyFree("the application server"));
    }

    /** {@return the port of the first replica} */
    public Port replica() {
        return replicas.get(0);
    }

    /**
     * Checks that all ports are free and different.
     *
     * @throws IllegalStateException if one is not. The message has the port, its use and its property
     */
    void requireFree() {
        Map<Integer, Port> seen = new HashMap<>();
        List<Port> all = Stream.concat(Stream.of(primary, redis, http), replicas.stream())
                .toList();
        for (Port port : all) {
            Port other = seen.putIfAbsent(port.number(), port);
            if (other != null) {
                throw new IllegalStateException("Port " + port.number() + " is for " + other.use() + " and for "
                        + port.use() + ": " + port.remedy());
            }
            port.requireFree();
        }
    }
}
