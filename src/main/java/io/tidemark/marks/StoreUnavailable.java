package io.tidemark.marks;

/** The store did not answer in time, or gave an invalid answer. The message is one sentence for an operator. */
public final class StoreUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
