package io.tidemark.health;

/** The details of a health check besides up or down. */
public enum HealthDetails {
    /** No details. The default, because reasons contain addresses and the port is often open to everyone. */
    HIDDEN,
    /** The problems of primary, replica and store, with addresses and without secrets. */
    SHOWN
}
