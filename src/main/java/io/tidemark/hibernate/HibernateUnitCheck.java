package io.tidemark.hibernate;

import io.tidemark.persistence.PersistenceUnitFindings;
import io.tidemark.persistence.PersistenceUnitRules;
import java.util.ArrayList;
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
 * Finds the parts of Hibernate's mapping that become dangerous when replicas serve reads, see
 * {@link PersistenceUnitFindings}.
 *
 * <p>Hibernate checks updates if the entity has a {@code @Version}, or an {@code @OptimisticLocking} of type
 * {@code ALL} or {@code DIRTY}. The cache mode of a session does not keep everything out of a shared cache: natural
 * identifiers are stored in spite of it, and an application may change it.
 */
final class HibernateUnitCheck {

    private final String unit;
    private final PersistenceUnitRules rules;
    private final Consumer<String> warn;

    /**
     * Prepares the check of one persistence unit.
     *
     * @param warn receives a text for the log
     */
    HibernateUnitCheck(String unit, PersistenceUnitRules rules, Consumer<String> warn) {
        this.unit = unit;
        this.rules = rules;
        this.warn = warn;
    }

    /** The caches in use, beyond those of the mapping. */
    record Caches(boolean secondLevel, boolean queries) {}

    /**
     * Checks the unit.
     *
     * @throws HibernateException if the rules refuse it
     */
    void check(Metadata metadata, Caches caches) {
        PersistenceUnitFindings findings = new PersistenceUnitFindings(
                unit,
                names(metadata, HibernateUnitCheck::isUnversioned),
                "a @Version in each, or @Immutable",
                shared(metadata, caches),
                "<shared-cache-mode>NONE</shared-cache-mode> and hibernate.cache.use_query_cache=false");
        findings.refusal(rules, warn).ifPresent(refusal -> {
            throw new HibernateException(refusal);
        });
    }

    private static List<String> shared(Metadata metadata, Caches caches) {
        if (!caches.secondLevel()) {
            return List.of();
        }
        List<String> cached = Stream.concat(
                        names(metadata, HibernateUnitCheck::isCached).stream(),
                        metadata.getCollectionBindings().stream()
                                .filter(collection -> collection.getCacheConcurrencyStrategy() != null)
                                .map(Collection::getRole))
                .sorted()
                .toList();
        List<String> findings = new ArrayList<>();
        if (!cached.isEmpty()) {
            findings.add("the second-level cache holds " + String.join(", ", cached));
        }
        if (caches.queries()) {
            findings.add("the query cache is on");
        }
        return findings;
    }

    /** Returns the entities by the roots of their inheritance, because subclasses inherit a version. */
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
