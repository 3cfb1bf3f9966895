package io.tidemark.servers;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * Who may log in to a set of servers. The roles' names are those of {@code pg/roles.sql} and {@code pg/pg_hba.conf}.
 *
 * @param superuser of PostgreSQL
 * @param application the application's role
 * @param replication the role by which the replica connects to the primary
 * @param redisPassword of the default user
 */
public record Logins(Credentials superuser, Credentials application, Credentials replication, String redisPassword) {

    /** The only database besides PostgreSQL's own. */
    static final String DATABASE = "tidemark";

    /** Passwords that equal the names, except where the environment has another. For servers of tests, on loopback. */
    public static Logins ofTests(Map<String, String> environment) {
        return of(environment, "postgres", "replicator");
    }

    /**
     * The same with new passwords of the superuser, who can run programs as the user of PostgreSQL ({@code COPY … TO
     * PROGRAM}), and of the role for replication, which can copy all data.
     */
    public static Logins ofDemo(Map<String, String> environment) {
        return of(environment, random(), random());
    }

    private static Logins of(Map<String, String> environment, String superuser, String replication) {
        return new Logins(
                new Credentials("postgres", environment.getOrDefault("SUPERUSER_PASSWORD", superuser)),
                new Credentials("tidemark", environment.getOrDefault("DATABASE_PASSWORD", "tidemark")),
                new Credentials("replicator", environment.getOrDefault("REPLICATION_PASSWORD", replication)),
                environment.getOrDefault("REDIS_PASSWORD", "tidemark"));
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
