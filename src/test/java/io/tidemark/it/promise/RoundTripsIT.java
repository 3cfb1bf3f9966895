package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.sql.SQLException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Counts the commands of a request in Redis' own statistics. */
@Tag("standalone")
class RoundTripsIT {

    private static final int MANY = 50;
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_eval:calls=(\\d+)");

    private final Servers servers = TestServers.running();
    private final String alice = "alice-" + UUID.randomUUID().toString().substring(0, 8);
    private final String insert = "INSERT INTO things (color) VALUES ('" + alice + "')";
    private Node node;

    @BeforeEach
    void aNodeThatUsesTheReplica() {
        node = new Node(
                servers.primary().application(),
                servers.replica().application(),
                servers.redis().uri());
        node.awaitReason(alice, Reason.CAUGHT_UP);
    }

    @AfterEach
    void end() {
        node.close();
    }

    /** One request of many. */
    private interface Request {
        void make() throws SQLException;
    }

    /** Round trips per request; what nodes ask once a second is lost in rounding. */
    private long costOf(Request request) throws SQLException {
        try (Jedis administrator = new Jedis(servers.redis().uri())) {
            long before = scripts(administrator);
            for (int i = 0; i < MANY; i++) {
                request.make();
            }
            return Math.round((double) (scripts(administrator) - before) / MANY);
        }
    }

    static long scripts(Jedis administrator) {
        Matcher count = SCRIPTS.matcher(administrator.info("commandstats"));
        return count.find() ? Long.parseLong(count.group(1)) : 0;
    }

    @Test
    void aReadFetchesOnceATransactionThatWritesAnnouncesAndRaises() throws Exception {
        assertEquals(1, costOf(() -> node.reasonOfARead(alice)));
        assertEquals(2, costOf(() -> node.writes(alice, insert)));
        assertEquals(2, costOf(() -> node.writesInTransaction(alice, insert)));
    }
}
