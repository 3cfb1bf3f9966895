package io.tidemark.postgres;

import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.CatalogueSource;
import io.tidemark.sql.CatalogueUnavailable;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;

/**
 * The catalogue of a primary that answers polls. While the primary does not answer, each call fails without a query, so that
 * a primary that hangs delays the catalogue for one {@code tidemark.server.timeout} only. For one thread.
 */
public final class WatchedCatalogue implements CatalogueSource {

    private final PrimaryWatch primary;
    private final CatalogueSource catalogue;

    /**
     * @param primary knows whether the server answers
     * @param catalogue reads from the same server
     */
    public WatchedCatalogue(PrimaryWatch primary, CatalogueSource catalogue) {
        this.primary = primary;
        this.catalogue = catalogue;
    }

    @Override
    public boolean hasChanged() throws CatalogueUnavailable {
        requireAnswer();
        return catalogue.hasChanged();
    }

    @Override
    public void read(CatalogueBuilder builder) throws CatalogueUnavailable {
        requireAnswer();
        catalogue.read(builder);
    }

    private void requireAnswer() throws CatalogueUnavailable {
        PrimaryWatch.State state = primary.state();
        if (primary.answers() && state.last().isPresent()) {
            return;
        }
        if (!primary.answers()) {
            String problem = state.problem().orElse("The primary does not answer");
            throw new CatalogueUnavailable(problem, new IllegalStateException(problem));
        }
        try {
            primary.positionAfterNow();
        } catch (ServerFault fault) {
            throw new CatalogueUnavailable(String.valueOf(fault.getMessage()), fault);
        }
    }
}
