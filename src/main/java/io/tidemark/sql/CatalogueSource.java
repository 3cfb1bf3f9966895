package io.tidemark.sql;

/** Where a {@link Catalogue} is read: a port. Used by one thread at a time. */
public interface CatalogueSource {

    /** The catalogue could not be read. */
    final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        /** With what the database or its driver says. */
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Adds all that the catalogue says now. */
    void read(CatalogueBuilder builder) throws Unavailable;

    /** Whether it may say something else than at the last reading that did not fail. Cheap, if it can be. */
    default boolean hasChanged() throws Unavailable {
        return true;
    }
}
