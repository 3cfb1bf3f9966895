package io.tidemark.hibernate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.hibernate.HibernateUnitCheck.Caches;
import io.tidemark.persistence.PersistenceUnitRules;
import io.tidemark.persistence.PersistenceUnitRules.SharedCache;
import io.tidemark.persistence.PersistenceUnitRules.Unversioned;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.HibernateException;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.PostgreSQLDialect;
import org.junit.jupiter.api.Test;

/** Tests {@link HibernateUnitCheck} with mappings as Hibernate reads them. */
class HibernateUnitCheckTest {

    private static final Caches NONE = new Caches(false, false);
    private static final Caches SECOND_LEVEL = new Caches(true, false);
    private static final Caches BOTH = new Caches(true, true);

    private final List<String> warnings = new ArrayList<>();

    @Entity(name = "Versioned")
    static class Versioned {
        @Id
        long id;

        @Version
        int version;
    }

    @Entity(name = "Bare")
    static class Bare {
        @Id
        long id;

        int amount;
    }

    @Entity(name = "BareToo")
    static class BareToo extends Bare {
        int more;
    }

    @Entity(name = "VersionedToo")
    static class VersionedToo extends Versioned {
        int more;
    }

    @MappedSuperclass
    static class WithVersion {
        @Version
        int version;
    }

    @Entity(name = "Inheriting")
    static class Inheriting extends WithVersion {
        @Id
        long id;
    }

    @Entity(name = "Unchanging")
    @Immutable
    static class Unchanging {
        @Id
        long id;
    }

    @Entity(name = "ComparingAll")
    @OptimisticLocking(type = OptimisticLockType.ALL)
    @DynamicUpdate
    static class ComparingAll {
        @Id
        long id;

        int amount;
    }

    @Entity(name = "ComparingDirty")
    @OptimisticLocking(type = OptimisticLockType.DIRTY)
    @DynamicUpdate
    static class ComparingDirty {
        @Id
        long id;

        int amount;
    }

    @Entity(name = "NotComparing")
    @OptimisticLocking(type = OptimisticLockType.NONE)
    static class NotComparing {
        @Id
        long id;
    }

    @Entity(name = "Cached")
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Cached {
        @Id
        long id;

        @Version
        int version;
    }

    @Entity(name = "CachedPart")
    static class CachedPart {
        @Id
        long id;

        @Version
        int version;

        @OneToMany
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Set<Versioned> parts = Set.of();
    }

    @Entity(name = "CachedName")
    @NaturalIdCache
    static class CachedName {
        @Id
        long id;

        @NaturalId
        String name = "";

        @Version
        int version;
    }

    private static PersistenceUnitRules rules(Unversioned unversioned, SharedCache sharedCache) {
        return new PersistenceUnitRules(unversioned, sharedCache);
    }

    private void check(PersistenceUnitRules rules, Caches caches, Class<?>... entities) {
        try (StandardServiceRegistry services = services()) {
            new HibernateUnitCheck("shop", rules, warnings::add).check(metadata(services, entities), caches);
        }
    }

    private static StandardServiceRegistry services() {
        return new StandardServiceRegistryBuilder()
                .applySetting(AvailableSettings.DIALECT, PostgreSQLDialect.class.getName())
                .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
                .build();
    }

    private static Metadata metadata(StandardServiceRegistry services, Class<?>... entities) {
        MetadataSources sources = new MetadataSources(services);
        for (Class<?> entity : entities) {
            sources.addAnnotatedClass(entity);
        }
        return sources.buildMetadata();
    }

    private static String name(Class<?> entity) {
        return entity.getName();
    }

    private String refusal(PersistenceUnitRules rules, Caches caches, Class<?>... entities) {
        return String.valueOf(assertThrows(HibernateException.class, () -> check(rules, caches, entities))
                .getMessage());
    }

    @Test
    void entitiesThatNothingProtectsAreNamedOnceInOneWarning() {
        check(
                rules(Unversioned.WARN, SharedCache.REFUSE),
                NONE,
                Versioned.class,
                VersionedToo.class,
                NotComparing.class,
                Bare.class,
                BareToo.class);
        assertEquals(1, warnings.size());
        String warning = warnings.get(0);
        assertTrue(warning.contains(": " + name(Bare.class) + ", " + name(NotComparing.class) + "."), warning);
        assertTrue(
                warning.contains("persistence unit shop ") && warning.contains("tidemark.unversioned=allow"), warning);
    }

    @Test
    void whatIsCheckedInAnotherWayOrNeverUpdatedIsNotNamed() {
        check(
                rules(Unversioned.REFUSE, SharedCache.REFUSE),
                NONE,
                Versioned.class,
                Inheriting.class,
                Unchanging.class,
                ComparingAll.class,
                ComparingDirty.class);
        assertEquals(List.of(), warnings);
    }

    @Test
    void theyAreRefusedOrSilencedAsTheRulesSay() {
        check(rules(Unversioned.ALLOW, SharedCache.REFUSE), NONE, Bare.class);
        String refusal = refusal(rules(Unversioned.REFUSE, SharedCache.REFUSE), NONE, Bare.class);
        assertTrue(refusal.contains(name(Bare.class)) && refusal.contains("tidemark.unversioned=refuse"), refusal);
        assertEquals(List.of(), warnings);
    }

    @Test
    void whatASharedCacheWouldHoldIsRefused() {
        PersistenceUnitRules rules = rules(Unversioned.WARN, SharedCache.REFUSE);
        for (Class<?> cached : List.of(Cached.class, CachedPart.class, CachedName.class)) {
            String refusal = refusal(rules, SECOND_LEVEL, Versioned.class, cached);
            assertTrue(refusal.contains(name(cached)) && refusal.contains("tidemark.shared.cache=refuse"), refusal);
        }
        String queries = refusal(rules, BOTH, Versioned.class);
        assertTrue(queries.contains("the query cache is on"), queries);
    }

    @Test
    void aCacheThatIsOffOrEmptyOrAllowedIsNot() {
        check(rules(Unversioned.WARN, SharedCache.REFUSE), NONE, Cached.class);
        check(rules(Unversioned.WARN, SharedCache.REFUSE), SECOND_LEVEL, Versioned.class);
        check(rules(Unversioned.WARN, SharedCache.ALLOW), BOTH, Cached.class);
        assertEquals(List.of(), warnings);
    }
}
