package io.tidemark.servers;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * The users of a set of servers. The names of the roles are those of {@code pg/roles.sql} and {@code pg/pg_hba.conf}.
 *
 * @param superuser the superuser of PostgreSQL
 * @param application the application's role
 * @param replication the role with which the replica connects to the primary
 * @param redisPassword the password of Redis' default user
 */
public record Logins(Credentials superuser, Credentials application, Credentials replication, String redisPassword) {

    /** The only database besides PostgreSQL's own. */
    static final String DATABASE = "tidemark";

    /** {@return users whose passwords equal the names, unless the environment has another} For tests on loopback only. */
    public static Logins ofTests(Map<String, String> environment) {
        return of(environment, "postgres", "replicator");
    }

    /**
     * {@return users with random passwords for the superuser and for the replication role} The superuser can run programs as
     * PostgreSQL's user ({@code COPY … TO PROGRAM}); the replication role can copy all data.
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

    /** {@return a new password} */
    public static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
