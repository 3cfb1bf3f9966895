package io.tidemark.sql;

/** A port that reads the {@link Catalogue} of a database. Used by one thread at a time. */
public interface CatalogueSource {

    /** Adds the current content of the catalogue to the builder. */
    void read(CatalogueBuilder builder) throws CatalogueUnavailable;

    /**
     * Whether the catalogue may have changed since the last successful read. Implementations make this cheap where
     * possible.
     */
    default boolean hasChanged() throws CatalogueUnavailable {
        return true;
    }
}
