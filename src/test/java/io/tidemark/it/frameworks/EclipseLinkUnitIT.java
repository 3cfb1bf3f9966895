package io.tidemark.it.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.shop.Article;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the rules for EclipseLink persistence units, with the demo. Each test starts a separate server. */
@Tag("slow")
class EclipseLinkUnitIT {

    private static final String STATUS = "/tidemark/status";
    private static final Map<String, String> OPEN = Map.of("THINGS_STATUS_OPEN", "true");

    private final Servers servers = TestServers.running();

    private static WebArchive demo(String cacheMode) throws Exception {
        String ledger = Files.readString(Path.of("src/test/resources/com/example/ledger/persistence.xml"));
        return Deployments.asBuilt()
                .addAsResource(
                        new StringAsset(ledger.replace("name=\"ledger\"", "name=\"things\"")
                                .replace("<shared-cache-mode>NONE<", "<shared-cache-mode>" + cacheMode + "<")),
                        "META-INF/persistence.xml");
    }

    private static ApplicationServer server(String name, WebArchive changed) throws Exception {
        Path application = Path.of("target/it", name + ".war").toAbsolutePath();
        changed.as(ZipExporter.class).exportTo(application.toFile(), true);
        return TestServers.applicationServer(name, DataSources.AS_CONFIGURED, application);
    }

    private static void assertRefused(ApplicationServer server, Map<String, String> environment, String message)
            throws Exception {
        try {
            assertThrows(IllegalStateException.class, () -> server.start(environment, STATUS));
            assertTrue(
                    Files.readString(server.log()).contains(message),
                    () -> "expected in " + server.log() + ": " + message);
        } finally {
            server.stop();
        }
    }

    @Test
    void theSharedCacheThatIsOnByDefaultFailsTheDeployment() throws Exception {
        assertRefused(
                server("eclipselink-cached", demo("UNSPECIFIED")),
                OPEN,
                "Tidemark cannot start, since tidemark.shared.cache=refuse: The persistence unit things would share state"
                        + " read from a replica with users who have changed it since: the shared cache holds"
                        + " com.example.things.Thing. Expected <shared-cache-mode>NONE</shared-cache-mode>");
    }

    @Test
    void anEntityWithoutAVersionFailsTheDeploymentIfTheSettingsSaySo() throws Exception {
        assertRefused(
                server("eclipselink-unversioned", demo("NONE").addClass(Article.class)),
                Map.of("THINGS_STATUS_OPEN", "true", "TIDEMARK_UNVERSIONED", "refuse"),
                "Tidemark cannot start, since tidemark.unversioned=refuse: These entities of the persistence unit"
                        + " things have no protection against being overwritten with stale state from a replica");
    }

    @Test
    void itStartsWhileThePrimaryIsDownAndIsRoutedFromThenOn() throws Exception {
        ApplicationServer server = server("eclipselink-early", demo("NONE"));
        servers.primary().stop();
        try {
            server.start(OPEN, STATUS);
            Http http = new Http(server.uri());
            assertEquals(503, http.post("alice", "things", Http.color("orange")).status());
            servers.primary().start();
            servers.onPrimary("GRANT USAGE ON things_id_seq TO tidemark");
            Awaiting.until(
                    "a write",
                    () -> http.post("alice", "things", Http.color("orange")).status() == 201);
            Awaiting.until(
                    "alice reads from the replica",
                    () -> http.get("alice", "things?limit=1").route().equals(Optional.of("replica")));
        } finally {
            server.stop();
            if (!servers.primary().running()) {
                servers.primary().start();
            }
        }
    }
}
