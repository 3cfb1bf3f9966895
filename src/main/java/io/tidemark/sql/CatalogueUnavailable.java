package io.tidemark.sql;

/** The catalogue could not be read. */
public final class CatalogueUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates it with the message of the database or its driver. */
    public CatalogueUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
