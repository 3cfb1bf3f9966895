package io.tidemark.holes;

/** A row of the table that cannot be run. The message states the cause, the expectation and the remedy. */
final class BadMutation extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    BadMutation(String message) {
        super(message);
    }
}
