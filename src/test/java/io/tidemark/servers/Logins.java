package io.tidemark.servers;

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

    /** Passwords that equal the names, except where the environment has another. For servers on loopback. */
    public static Logins ofDemo(Map<String, String> environment) {
        return new Logins(
                new Credentials("postgres", environment.getOrDefault("SUPERUSER_PASSWORD", "postgres")),
                new Credentials("tidemark", environment.getOrDefault("DATABASE_PASSWORD", "tidemark")),
                new Credentials("replicator", environment.getOrDefault("REPLICATION_PASSWORD", "replicator")),
                environment.getOrDefault("REDIS_PASSWORD", "tidemark"));
    }
}
