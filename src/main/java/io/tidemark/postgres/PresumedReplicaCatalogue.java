package io.tidemark.postgres;

import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.CatalogueSource;
import io.tidemark.sql.CatalogueUnavailable;
import io.tidemark.wal.PresumedCluster;
import java.time.Duration;

/**
 * The catalogue of a replica of the {@link PresumedCluster}. It is not read before that cluster is known, since the replica may
 * belong to another application until then. For one thread.
 */
public final class PresumedReplicaCatalogue implements CatalogueSource {

    private final PresumedCluster presumed;
    private final CatalogueSource catalogue;
    private final Duration wait;

    /**
     * @param presumed the cluster that replicas serve before the primary's first answer
     * @param catalogue reads from a replica
     * @param wait the longest wait for the cluster to be known
     */
    public PresumedReplicaCatalogue(PresumedCluster presumed, CatalogueSource catalogue, Duration wait) {
        this.presumed = presumed;
        this.catalogue = catalogue;
        this.wait = wait;
    }

    @Override
    public boolean hasChanged() throws CatalogueUnavailable {
        requireCluster();
        return catalogue.hasChanged();
    }

    @Override
    public void read(CatalogueBuilder builder) throws CatalogueUnavailable {
        requireCluster();
        catalogue.read(builder);
    }

    private void requireCluster() throws CatalogueUnavailable {
        try {
            if (presumed.await(wait).isPresent()) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        String problem = "It is not known that it belongs to the primary's cluster";
        throw new CatalogueUnavailable(problem, new IllegalStateException(problem));
    }
}
