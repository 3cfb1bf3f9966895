package io.tidemark.load;

import io.tidemark.servers.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The ways to use a replica, each with the demo's WAR that has it. */
enum Policy {
    /** Without Tidemark, on the primary's data source. */
    PLAIN {
        @Override
        Path war(Wars wars, Servers servers) throws IOException {
            return wars.plain(toString());
        }
    },
    /** The demo as it is built. */
    ROUTED {
        @Override
        Path war(Wars wars, Servers servers) throws IOException {
            return wars.routed(toString(), Map.of());
        }
    },
    /** The demo as it is built, with two replicas. */
    ROUTED_2_REPLICAS {
        @Override
        Path war(Wars wars, Servers servers) throws IOException {
            return wars.routed(toString(), Map.of());
        }

        @Override
        int replicas() {
            return 2;
        }

        @Override
        Map<String, String> environment(Site site) {
            return Map.of("TIDEMARK_REPLICA_JNDI", "jdbc/replica, jdbc/replica-2");
        }
    },
    /** All reads on the replica. */
    REPLICA,
    /** Reads on the primary and on the replica by turns. */
    ROUND_ROBIN,
    /** Reads on the primary for two seconds after a write of the user. */
    PIN_2S,
    /** Reads on the primary for 15 seconds after a write of the user. */
    PIN_15S,
    /** Reads on the replica while its lag is below 100 ms. */
    LAG_100MS,
    /** ShardingSphere-JDBC's read/write splitting, by the statement. */
    SHARDINGSPHERE {
        /** It looks for its resources in a file system of the scheme {@code vfs}, which WildFly does not offer. */
        @Override
        boolean isAvailable(String server) {
            return !server.equals("wildfly");
        }

        @Override
        Path war(Wars wars, Servers servers) throws IOException {
            return wars.shardingSphere(toString());
        }
    },
    /** The simple read/write splitting of AWS' JDBC wrapper: a request that reads sets its connection read-only. */
    AWS_SRW {
        /** WildFly refuses to set a connection read-only in a managed transaction (IJ031018). */
        @Override
        boolean isAvailable(String server) {
            return !server.equals("wildfly");
        }

        @Override
        Path war(Wars wars, Servers servers) throws IOException {
            return wars.awsWrapper(toString(), servers);
        }
    },
    /** pgpool-II between the plain application and the servers, by the statement. */
    PGPOOL {
        @Override
        boolean isAvailable(String server) {
            return Pgpool.isInstalled();
        }

        @Override
        Path war(Wars wars, Servers servers) throws IOException {
            return wars.plain(toString());
        }

        @Override
        Map<String, String> environment(Site site) throws IOException, InterruptedException {
            return Map.of("PRIMARY_PORT", String.valueOf(site.startPgpool()));
        }
    };

    static Policy of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** {@return the WAR, whose name is that of the policy} */
    Path war(Wars wars, Servers servers) throws IOException {
        return wars.split(toString(), name());
    }

    /** {@return whether the machine has the product, and the product starts on this kind of application server} */
    boolean isAvailable(String server) {
        return true;
    }

    /** {@return the number of replicas that it uses} */
    int replicas() {
        return 1;
    }

    /** Starts what the policy needs beside the application server, and returns the variables of the latter. */
    Map<String, String> environment(Site site) throws IOException, InterruptedException {
        return Map.of();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
