package io.tidemark.servers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ports of a set of servers, on loopback. */
public record Ports(Port primary, Port replica, Port redis, Port http) {

    /**
     * Checks that all ports are free and different.
     *
     * @throws IllegalStateException if one is not. The message has the port, its use and its property
     */
    void requireFree() {
        Map<Integer, Port> seen = new HashMap<>();
        for (Port port : List.of(primary, replica, redis, http)) {
            Port other = seen.putIfAbsent(port.number(), port);
            if (other != null) {
                throw new IllegalStateException("Port " + port.number() + " is for " + other.use() + " and for "
                        + port.use() + ": choose another with -D" + port.property() + "=…");
            }
            port.requireFree();
        }
    }
}
