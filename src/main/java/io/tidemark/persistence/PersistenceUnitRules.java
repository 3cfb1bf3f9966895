package io.tidemark.persistence;

/**
 * What a persistence unit whose reads are routed may have, although it is dangerous with reads from a replica.
 *
 * @param unversioned entities that nothing protects from being overwritten with what was read stale
 * @param sharedCache entities, collections or queries in a cache that all sessions share
 */
public record PersistenceUnitRules(Unversioned unversioned, SharedCache sharedCache) {

    /** What is done about entities whose updates are not checked against what was read. */
    public enum Unversioned {
        /** Nothing. */
        ALLOW,
        /** They are named in the log. The default: many an entity is never written by two at once. */
        WARN,
        /** The deployment fails, and says which they are. */
        REFUSE
    }

    /** What is done about a second-level or query cache. */
    public enum SharedCache {
        /** Nothing: the application sees to it that no read from a replica is stored. */
        ALLOW,
        /** The deployment fails. The default. */
        REFUSE
    }
}
