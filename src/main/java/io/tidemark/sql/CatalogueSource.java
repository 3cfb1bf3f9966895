package io.tidemark.sql;

/** Where a {@link Catalogue} is read: a port. Used by one thread at a time. */
public interface CatalogueSource {

    /** Adds all that the catalogue says now. */
    void read(CatalogueBuilder builder) throws CatalogueUnavailable;

    /** Whether it may say something else than at the last reading that did not fail. Cheap, if it can be. */
    default boolean hasChanged() throws CatalogueUnavailable {
        return true;
    }
}
