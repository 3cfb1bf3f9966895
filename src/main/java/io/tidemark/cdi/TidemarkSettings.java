package io.tidemark.cdi;

import io.tidemark.assembly.ReplicationSettings;
import io.tidemark.audit.AuditSettings;
import io.tidemark.health.HealthDetails;
import io.tidemark.health.ReadinessPolicy;
import io.tidemark.persistence.PersistenceUnitRules;
import io.tidemark.postgres.LockTimeout;
import io.tidemark.redis.RedisSettings;
import io.tidemark.routing.RouterSettings;
import io.tidemark.sql.CatalogueWatch;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.web.PageSettings;
import io.tidemark.web.RequestCaller;
import io.tidemark.web.RouteHeaders;
import io.tidemark.web.TokenSettings;
import java.util.List;

/**
 * The settings of an application, read and checked once at deployment. {@link SettingsReader} has the keys, defaults and
 * bounds.
 *
 * @param lockBound the time for which a read waits for a lock on the replica
 * @param functions the functions that a read may call, besides those that the catalogue shows as harmless
 * @param catalogue the times between reads of the database's catalogue
 * @param headers whether responses show the routes of their statements
 * @param readiness the servers that a node needs to be ready for requests
 * @param healthDetails the details that health checks show
 * @param start the servers that must be usable for the application to start
 * @param units the rules for persistence units
 * @param caller the caller of a request
 * @param tokens the positions that clients keep
 * @param audit the audit of reads in shadow mode
 * @param page the access to the status page
 */
record TidemarkSettings(
        JndiNames jndi,
        RouterSettings routing,
        ReplicationSettings replication,
        RedisSettings redis,
        LockTimeout lockBound,
        FunctionPolicy functions,
        CatalogueWatch.Schedule catalogue,
        RouteHeaders headers,
        ReadinessPolicy readiness,
        HealthDetails healthDetails,
        Start start,
        PersistenceUnitRules units,
        RequestCaller caller,
        TokenSettings tokens,
        AuditSettings audit,
        PageSettings page) {

    /**
     * Refuses an audit that has no replica to compare with.
     *
     * @param replicas the replicas whose data sources were found
     * @throws IllegalArgumentException if there is none
     */
    void refuseAuditWithout(List<ReplicaSetting> replicas) {
        if (audit.audits() && replicas.isEmpty()) {
            throw new IllegalArgumentException("Tidemark cannot start: tidemark.audit.share is set without a replica;"
                    + " expected tidemark.replica.jndi with the JNDI name of a replica's data source. Set it, or remove"
                    + " tidemark.audit.share");
        }
    }

    /** The servers that must be usable for the application to start. */
    enum Start {
        /** None: all servers may be down, or refuse connections. */
        ALWAYS,
        /** Every server. */
        STRICT
    }
}
