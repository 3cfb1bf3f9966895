package io.tidemark.servers;

/** How far an application server's data sources are what {@code server-config} makes. */
public enum DataSources {
    /** Entirely. */
    AS_CONFIGURED,
    /** The pools' own loggers have the levels that the application server gives them. */
    WITH_LOGS,
    /** There is no {@code jdbc/replica}. */
    WITHOUT_REPLICA,
    /** {@code jdbc/primary} has two connections at most, for which is waited long. */
    SMALL_PRIMARY,
    /** Each has three connections at most, one of which Tidemark polls with; for one is waited long. */
    SMALL_POOLS,
    /** Each has a password of its own, from {@code PRIMARY_PASSWORD} and {@code REPLICA_PASSWORD} in the environment. */
    OWN_PASSWORDS,
    /** {@code jdbc/primary} takes part in XA transactions. */
    XA_PRIMARY,
    /** {@code jdbc/replica} takes part in the container's transactions, by mistake. */
    REPLICA_IN_JTA,
    /** The same, and {@code jdbc/primary} takes part in XA transactions. */
    REPLICA_IN_JTA_XA_PRIMARY,
    /** {@code jdbc/replica} is defined, but its driver does not exist. */
    BROKEN_REPLICA;

    /**
     * A configuration with something else in one place.
     *
     * @throws IllegalArgumentException if the place is not there
     */
    static String with(String configuration, String instead, String of) {
        int at = configuration.indexOf(of);
        if (at < 0) {
            throw new IllegalArgumentException("The configuration has no " + of);
        }
        return configuration.substring(0, at) + instead + configuration.substring(at + of.length());
    }
}
