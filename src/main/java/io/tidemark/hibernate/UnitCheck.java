package io.tidemark.hibernate;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hibernate.HibernateException;
import org.hibernate.boot.Metadata;
import org.hibernate.engine.OptimisticLockStyle;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.RootClass;

/**
 * Looks through the mapping of a persistence unit for what becomes dangerous when reads come from a replica.
 *
 * <p>Entities without a version: state that was read before somebody else's change is written back over it, and nobody is
 * told. With the primary alone that takes two transactions at the same time; with a replica that lags, one after the other
 * suffices. Hibernate checks what it updates if there is a {@code @Version}, or by {@code @OptimisticLocking} of type
 * {@code ALL} or {@code DIRTY}.
 *
 * <p>Shared caches: Hibernate stores what it has read, whether it was read on a replica or not, and hands it to whoever
 * comes next, such as to the one who has changed it since. A session's cache mode does not prevent that in all cases
 * (natural identifiers are stored in spite of it), and an application may change it.
 */
final class UnitCheck {

    private final String unit;
    private final UnitRules rules;
    private final Consumer<String> warn;

    /**
     * A check of one persistence unit.
     *
     * @param warn is given what is to be said in the log
     */
    UnitCheck(String unit, UnitRules rules, Consumer<String> warn) {
        this.unit = unit;
        this.rules = rules;
        this.warn = warn;
    }

    /** The caches that are in use, beyond the mapping. */
    record Caches(boolean secondLevel, boolean queries) {}

    /**
     * Checks it.
     *
     * @throws HibernateException if the rules refuse it
     */
    void check(Metadata metadata, Caches caches) {
        unversioned(names(metadata, UnitCheck::isUnversioned));
        shared(metadata, caches);
    }

    private void unversioned(List<String> names) {
        if (names.isEmpty() || rules.unversioned() == UnitRules.Unversioned.ALLOW) {
            return;
        }
        String finding = "Nothing protects these entities of the persistence unit " + unit
                + " from being overwritten with what was read on a replica before somebody else changed them: "
                + String.join(", ", names) + ". Expected a @Version in each, or @Immutable";
        if (rules.unversioned() == UnitRules.Unversioned.REFUSE) {
            throw new HibernateException("Tidemark cannot start, since tidemark.unversioned=refuse: " + finding
                    + "; or set it to warn or allow");
        }
        warn.accept(finding + "; tidemark.unversioned=allow silences this, refuse fails the deployment");
    }

    private void shared(Metadata metadata, Caches caches) {
        if (!caches.secondLevel() || rules.sharedCache() == UnitRules.SharedCache.ALLOW) {
            return;
        }
        List<String> cached = Stream.concat(
                        names(metadata, UnitCheck::isCached).stream(),
                        metadata.getCollectionBindings().stream()
                                .filter(collection -> collection.getCacheConcurrencyStrategy() != null)
                                .map(Collection::getRole))
                .sorted()
                .toList();
        if (cached.isEmpty() && !caches.queries()) {
            return;
        }
        throw new HibernateException(
                "Tidemark cannot start, since tidemark.shared.cache=refuse: The persistence unit " + unit
                        + " would share what was read on a replica with those who have changed it since: "
                        + (cached.isEmpty() ? "" : "the second-level cache holds " + String.join(", ", cached))
                        + (cached.isEmpty() || !caches.queries() ? "" : "; ")
                        + (caches.queries() ? "the query cache is on" : "")
                        + ". Expected <shared-cache-mode>NONE</shared-cache-mode> and hibernate.cache.use_query_cache=false; or set"
                        + " tidemark.shared.cache=allow if nothing that is read on a replica is ever stored");
    }

    /** The entities, by the roots of their inheritance: a version is inherited. */
    private static List<String> names(Metadata metadata, Predicate<PersistentClass> wanted) {
        return metadata.getEntityBindings().stream()
                .filter(wanted)
                .map(PersistentClass::getRootClass)
                .map(PersistentClass::getEntityName)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isUnversioned(PersistentClass entity) {
        RootClass root = entity.getRootClass();
        OptimisticLockStyle style = root.getOptimisticLockStyle();
        boolean checked = style == OptimisticLockStyle.ALL
                || style == OptimisticLockStyle.DIRTY
                || (style == OptimisticLockStyle.VERSION && root.isVersioned());
        return root.isMutable() && !checked;
    }

    private static boolean isCached(PersistentClass entity) {
        return entity.isCached() || entity.getNaturalIdCacheRegionName() != null;
    }
}
