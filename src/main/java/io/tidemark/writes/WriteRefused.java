package io.tidemark.writes;

/**
 * A write must not be committed, because it could not be announced to the store, and {@link
 * PendingSettings.OnUnavailable} refuses it. Thrown before the write, or its commit, is sent.
 */
public final class WriteRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates a refusal.
     *
     * @param why the reason for which the store is unavailable
     */
    public WriteRefused(String why) {
        super("The write is refused, since the store of marks cannot be told of it: " + why);
    }
}
