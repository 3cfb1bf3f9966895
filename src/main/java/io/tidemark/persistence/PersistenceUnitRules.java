package io.tidemark.persistence;

/**
 * The rules for parts of a persistence unit that are dangerous when replicas serve its reads.
 *
 * @param unversioned the rule for entities that have no protection against being overwritten with stale state
 * @param sharedCache the rule for entities, collections or queries in a cache that all sessions share
 */
public record PersistenceUnitRules(Unversioned unversioned, SharedCache sharedCache) {

    /** The rule for entities whose updates are not checked against the state that was read. */
    public enum Unversioned {
        /** Such entities are accepted. */
        ALLOW,
        /** Such entities are named in the log. The default, because many entities never have concurrent writers. */
        WARN,
        /** The deployment fails with a message that names them. */
        REFUSE
    }

    /** The rule for a second-level or query cache. */
    public enum SharedCache {
        /** Shared caches are accepted: the application itself keeps reads from replicas out of them. */
        ALLOW,
        /** The deployment fails. The default. */
        REFUSE
    }
}
