package io.tidemark.health;

/** What a health check shows besides up or down. */
public enum HealthDetails {
    /** Nothing. The default: whoever reaches the port may ask, and reasons contain addresses. */
    HIDDEN,
    /** The problems of primary, replica and store, with addresses and without secrets. */
    SHOWN
}
