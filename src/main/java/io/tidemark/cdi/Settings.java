package io.tidemark.cdi;

import io.tidemark.health.HealthDetails;
import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.persistence.PersistenceUnitRules;
import io.tidemark.postgres.LockBound;
import io.tidemark.redis.RedisSettings.Callers;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.wal.CollationRule;
import io.tidemark.web.RequestCaller;
import io.tidemark.web.RouteHeaders;
import io.tidemark.web.TokenSettings;
import io.tidemark.writes.PendingSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What may be set, read and checked once at deployment. The keys, defaults and bounds are in {@link SettingsReader}.
 *
 * @param routing whether reads are routed
 * @param primaryJndi where the primary's data source is found
 * @param replicaJndi where the replica's data source is found; empty to look for the default one, which may be missing
 * @param redis the store's address, with credentials
 * @param redisTimeout for each step of one call of the store
 * @param redisConnections the size of the store's connection pool
 * @param namespace keeps applications apart in the store
 * @param horizon how long a mark lives
 * @param pollInterval how often servers are asked for their positions
 * @param replicaWait how long a read waits for a fresh poll of a replica that was behind
 * @param serverTimeout how long a server may take to tell its position
 * @param lockBound how long a read waits for a lock on the replica
 * @param markAge for how long a scope trusts a mark that it has fetched
 * @param catalogueInterval how often the catalogue of the database is read
 * @param functions which functions a read may call, besides what the catalogue says
 * @param headers whether responses tell the routes
 * @param healthDetails what health checks show
 * @param start which servers it takes to start
 * @param units what persistence units may have
 * @param collations what is required of the replica's collations
 * @param redisReplicas how many replicas of the store must confirm a raise; empty for one, where there are any
 * @param redisEviction what a store that may evict marks is good for
 * @param redisCallers in which form the store has the names of callers
 * @param pending when writes are announced to the store
 * @param caller who the caller of a request is
 * @param tokens what clients remember
 */
record Settings(
        ReadPolicy routing,
        String primaryJndi,
        Optional<String> replicaJndi,
        URI redis,
        Duration redisTimeout,
        int redisConnections,
        String namespace,
        Duration horizon,
        Duration pollInterval,
        Duration replicaWait,
        Duration serverTimeout,
        LockBound lockBound,
        Duration markAge,
        Duration catalogueInterval,
        FunctionPolicy functions,
        RouteHeaders headers,
        HealthDetails healthDetails,
        Start start,
        PersistenceUnitRules units,
        CollationRule collations,
        OptionalInt redisReplicas,
        OnUnsafe redisEviction,
        Callers redisCallers,
        PendingSettings pending,
        RequestCaller caller,
        TokenSettings tokens) {

    /** What it takes to start. */
    enum Start {
        /** No server: all of them may be down, or refuse. */
        ALWAYS,
        /** Each server, in a state in which it can be used. */
        STRICT
    }
}
