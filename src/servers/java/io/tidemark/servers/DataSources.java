package io.tidemark.servers;

import java.util.Locale;

/** The deviations of an application server's data sources from those of {@code server-config}. */
public enum DataSources {
    /** No deviation. */
    AS_CONFIGURED,
    /** There is no {@code jdbc/replica-2}, whose address the environment need not have. */
    ONE_REPLICA,
    /** The pools' own loggers have the levels that the application server gives them. */
    WITH_LOGS,
    /** There is no {@code jdbc/replica}. */
    WITHOUT_REPLICA,
    /** {@code jdbc/primary} has at most two connections, and a long timeout for a checkout. */
    SMALL_PRIMARY,
    /** Each pool has at most three connections, one of which Tidemark uses for polling, and a long timeout for a checkout. */
    SMALL_POOLS,
    /** The passwords are those of {@code PRIMARY_PASSWORD} and {@code REPLICA_PASSWORD} in the environment. */
    OWN_PASSWORDS,
    /** {@code jdbc/primary} takes part in XA transactions. */
    XA_PRIMARY,
    /** {@code jdbc/replica} mistakenly takes part in the container's transactions. Combined with {@link #XA_PRIMARY}. */
    REPLICA_IN_JTA_XA_PRIMARY,
    /** {@code jdbc/replica} is defined, but its driver does not exist. */
    BROKEN_REPLICA,
    /** {@code jdbc/primary} leads to the replica, and {@code jdbc/replica} to the primary. */
    EXCHANGED,
    /** {@code jdbc/replica} leads to the port {@code OTHER_PORT} in the environment. */
    OTHER_REPLICA,
    /** The host of {@code jdbc/replica} is {@code no-such-host.invalid}. */
    UNKNOWN_HOST;

    /** {@return those whose addresses the set's environment has} */
    static DataSources of(Servers servers) {
        return servers.postgres().replicas().size() > 1 ? AS_CONFIGURED : ONE_REPLICA;
    }

    /**
     * {@return the end of the names of these data sources on a server that has several kinds} For example,
     * {@code jdbc/primary-xa-primary} and {@code jdbc/replica-xa-primary} are those of {@link #XA_PRIMARY}.
     */
    public String suffix() {
        return "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * {@return a configuration with one text replaced}
     *
     * @throws IllegalArgumentException if the text to be replaced is missing
     */
    static String with(String configuration, String instead, String of) {
        int at = configuration.indexOf(of);
        if (at < 0) {
            throw new IllegalArgumentException("The configuration has no " + of);
        }
        return configuration.substring(0, at) + instead + configuration.substring(at + of.length());
    }
}
