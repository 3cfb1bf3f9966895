package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.postgres.PostgresPrimary;
import io.tidemark.postgres.WatchedCatalogue;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.sql.CatalogueWatch;
import io.tidemark.sql.Classifier;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.sql.Verdict;
import io.tidemark.time.Ticker;
import io.tidemark.wal.PrimaryWatch;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Tests the catalogue of a node that starts while the primary is away. */
@Tag("standalone")
class CatalogueOfReplicaIT {

    private static final String CALL = "SELECT fee_of(1)";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** The longest that the start of an application waits for the catalogue. */
    private static final Duration TO_START = Duration.ofSeconds(3);

    private final Servers servers = TestServers.running();
    private final Classifier classifier = new Classifier();

    @BeforeEach
    void declareFunction() throws Exception {
        declare("STABLE");
        Awaiting.until("the function on the replica", () -> servers.replica()
                .query("SELECT count(*) FROM pg_proc WHERE proname = 'fee_of'")
                .equals("1"));
    }

    private void declare(String volatility) throws Exception {
        servers.onPrimary(
                "CREATE OR REPLACE FUNCTION fee_of(int) RETURNS int LANGUAGE sql " + volatility + " AS 'SELECT $1'");
    }

    @AfterEach
    void dropFunction() throws Exception {
        if (!servers.primary().running()) {
            servers.primary().start();
        }
        servers.onPrimary("DROP FUNCTION IF EXISTS fee_of(int)");
    }

    /** A node's watches of a primary and of its catalogue. */
    private final class Node implements AutoCloseable {

        private final PrimaryWatch primary;
        private final CatalogueWatch catalogue;

        Node(DataSource source) {
            primary = new PrimaryWatch(
                    "primary", new PostgresPrimary(source, TIMEOUT), Duration.ofMillis(100), TIMEOUT, Ticker.SYSTEM);
            catalogue = new CatalogueWatch(
                    new WatchedCatalogue(primary, new PostgresCatalogue(source, Duration.ofSeconds(10))),
                    List.of(new PostgresCatalogue(servers.replica().application(), Duration.ofSeconds(10))),
                    FunctionPolicy.PLAIN,
                    classifier,
                    CatalogueWatch.Schedule.of(Duration.ofMinutes(1)),
                    Ticker.SYSTEM);
            new Thread(primary).start();
            new Thread(catalogue).start();
            catalogue.awaitFirstReading(TO_START);
        }

        @Override
        public void close() {
            primary.close();
            catalogue.close();
        }
    }

    @Test
    void aFunctionIsKnownFromTheReplicaUntilThePrimaryAnswers() throws Exception {
        servers.primary().stop();
        try (Node node = new Node(servers.primary().application())) {
            assertEquals(Verdict.READ_BY_CLOCK, classifier.verdict(CALL));
            String problem = node.catalogue.problem().orElse("");
            assertTrue(problem.contains("A replica's catalogue is used"), problem);
            servers.primary().start();
            declare("VOLATILE");
            Awaiting.until(
                    "the catalogue of the primary",
                    () -> classifier.verdict(CALL) == Verdict.WRITE
                            && node.catalogue.problem().equals(Optional.empty()));
        }
    }

    /** The system accepts the connection, but no server answers on it. */
    @Test
    void aPrimaryThatHangsDoesNotDelayTheStart() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            PGSimpleDataSource source = (PGSimpleDataSource) servers.primary().application();
            source.setPortNumbers(new int[] {hanging.getLocalPort()});
            try (Node node = new Node(source)) {
                assertEquals(Verdict.READ_BY_CLOCK, classifier.verdict(CALL));
                Awaiting.until(
                        "the problem", () -> node.catalogue.problem().orElse("").contains("within 1000 ms"));
            }
        }
    }
}
