package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many writers share a primary pool that is far too small for them. */
@Tag("standalone")
class WritersIT {

    private static final int WRITERS = 32;

    private final Servers servers = TestServers.running();

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void thirtyTwoWritersOnAPoolOfTwoGetTheirMarksAndSeeTheirWrites() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (Node node = new Node(
                SmallPool.of(2, servers.primary().application()),
                servers.replica().application(),
                servers.redis().uri())) {
            node.awaitReplica("nobody else");
            List<Future<List<String>>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String writer = "writer " + i;
                writers.add(threads.submit(() -> changesReadBack(node, writer)));
            }
            for (Future<List<String>> writer : writers) {
                assertEquals(List.of("one", "two", "three"), writer.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> changesReadBack(Node node, String writer) throws SQLException {
        List<String> seen = new ArrayList<>();
        for (String color : List.of("one", "two", "three")) {
            node.as(writer, connection -> {
                try (PreparedStatement write = connection.prepareStatement("INSERT INTO things (color) VALUES (?)")) {
                    write.setString(1, color + " of " + writer);
                    return write.executeUpdate();
                }
            });
            seen.add(node.as(writer, connection -> {
                try (PreparedStatement read = connection.prepareStatement("SELECT color FROM things WHERE color = ?")) {
                    read.setString(1, color + " of " + writer);
                    try (ResultSet row = read.executeQuery()) {
                        return row.next() ? color : "nothing";
                    }
                }
            }));
        }
        return seen;
    }
}
