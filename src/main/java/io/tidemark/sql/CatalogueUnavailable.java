package io.tidemark.sql;

/** The catalogue could not be read. */
public final class CatalogueUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    /** With what the database or its driver says. */
    public CatalogueUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
