package io.tidemark.it.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.shop.Article;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.SharedServers;
import io.tidemark.it.support.Variants;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the rules for EclipseLink persistence units. Each test deploys a variant of the demo. */
@Tag("slow")
class EclipseLinkUnitIT {

    private static WebArchive demo(String cacheMode) throws Exception {
        String ledger = Files.readString(Path.of("src/test/resources/com/example/ledger/persistence.xml"));
        return Deployments.asBuilt()
                .addAsResource(
                        new StringAsset(ledger.replace("name=\"ledger\"", "name=\"things\"")
                                .replace("<shared-cache-mode>NONE<", "<shared-cache-mode>" + cacheMode + "<")),
                        "META-INF/persistence.xml");
    }

    private static Variants variants() throws Exception {
        return Variants.of(SharedServers.usual());
    }

    @Test
    void theSharedCacheThatIsOnByDefaultFailsTheDeployment() throws Exception {
        variants()
                .assertRefused(
                        "eclipselink-cached",
                        demo("UNSPECIFIED"),
                        Map.of(),
                        "Tidemark cannot start, since tidemark.shared.cache=refuse: The persistence unit things would share"
                                + " state read from a replica with users who have changed it since: the shared cache holds"
                                + " com.example.things.Thing. Expected <shared-cache-mode>NONE</shared-cache-mode>");
    }

    @Test
    void anEntityWithoutAVersionFailsTheDeploymentIfTheSettingsSaySo() throws Exception {
        variants()
                .assertRefused(
                        "eclipselink-unversioned",
                        demo("NONE").addClass(Article.class),
                        Map.of("tidemark.unversioned", "refuse"),
                        "Tidemark cannot start, since tidemark.unversioned=refuse: These entities of the persistence unit"
                                + " things have no protection against being overwritten with stale state from a replica");
    }

    @Test
    void itStartsWhileThePrimaryIsDownAndIsRoutedFromThenOn() throws Exception {
        Servers servers = TestServers.running();
        servers.primary().stop();
        try {
            variants().deploy("eclipselink-early", demo("NONE"), Map.of(), http -> {
                assertEquals(
                        503, http.post("alice", "things", Http.color("orange")).status());
                servers.primary().start();
                servers.onPrimary("GRANT USAGE ON things_id_seq TO tidemark");
                Awaiting.until(
                        "a write",
                        () -> http.post("alice", "things", Http.color("orange")).status() == 201);
                Awaiting.until(
                        "alice reads from the replica",
                        () -> http.get("alice", "things?limit=1").route().equals(Optional.of("replica")));
            });
        } finally {
            if (!servers.primary().running()) {
                servers.primary().start();
            }
        }
    }
}
