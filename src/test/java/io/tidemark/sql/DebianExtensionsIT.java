package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.DebianPostgres;
import io.tidemark.servers.PostgresCluster;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests {@code ExtensionFunctions} with the extensions of Debian's packages: contrib, PostGIS and pg_partman, and
 * pgvector if it exists.
 */
@Tag("debian")
@Tag("standalone")
class DebianExtensionsIT extends ExtensionsContract {

    private final DebianPostgres debian;

    DebianExtensionsIT() throws Exception {
        debian = DebianPostgres.start("debian-extensions");
    }

    @Override
    PostgresCluster cluster() {
        return debian.cluster();
    }

    @Override
    void end() {
        debian.close();
    }

    @Test
    void thePackagesAreInstalled() throws Exception {
        assertTrue(
                extensions()
                        .available()
                        .containsAll(
                                Set.of("tablefunc", "postgis", "postgis_raster", "postgis_topology", "pg_partman")),
                "Install Debian's packages, as .ci/run does: postgresql-…-postgis-3, postgresql-…-partman");
    }
}
