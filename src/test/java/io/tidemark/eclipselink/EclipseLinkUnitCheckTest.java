package io.tidemark.eclipselink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.persistence.PersistenceUnitFindings;
import io.tidemark.persistence.PersistenceUnitRules;
import io.tidemark.persistence.PersistenceUnitRules.SharedCache;
import io.tidemark.persistence.PersistenceUnitRules.Unversioned;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.persistence.config.CacheIsolationType;
import org.eclipse.persistence.config.QueryHints;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.descriptors.RelationalDescriptor;
import org.eclipse.persistence.internal.jpa.JPAQuery;
import org.eclipse.persistence.queries.ReadAllQuery;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Project;
import org.eclipse.persistence.sessions.server.ServerSession;
import org.junit.jupiter.api.Test;

/** Tests {@link EclipseLinkUnitCheck} with EclipseLink's descriptors before their initialisation. */
class EclipseLinkUnitCheckTest {

    private final Project project = new Project(new DatabaseLogin());
    private final List<String> warnings = new ArrayList<>();

    static class Versioned {}

    static class Bare {}

    static class BareToo extends Bare {}

    static class Unchanging {}

    static class Part {}

    private ClassDescriptor descriptor(Class<?> type) {
        RelationalDescriptor descriptor = new RelationalDescriptor();
        descriptor.setJavaClass(type);
        descriptor.setTableName(type.getSimpleName());
        descriptor.setCacheIsolation(CacheIsolationType.ISOLATED);
        project.addDescriptor(descriptor);
        return descriptor;
    }

    private void check(PersistenceUnitRules rules) {
        ServerSession session = (ServerSession) project.createServerSession();
        session.setName("/file:/srv/shop_1/WEB-INF/classes/_shop_unit");
        EclipseLinkUnitCheck.of(session, rules, warnings::add);
    }

    private static PersistenceUnitRules rules(Unversioned unversioned, SharedCache sharedCache) {
        return new PersistenceUnitRules(unversioned, sharedCache);
    }

    private String refusal(PersistenceUnitRules rules) {
        return String.valueOf(
                assertThrows(IllegalStateException.class, () -> check(rules)).getMessage());
    }

    private void bareAndProtected() {
        descriptor(Versioned.class).useVersionLocking("VERSION");
        descriptor(Bare.class);
        descriptor(BareToo.class).getInheritancePolicy().setParentClass(Bare.class);
        descriptor(Unchanging.class).setReadOnly();
        descriptor(Part.class).descriptorIsAggregate();
    }

    @Test
    void entitiesThatNothingProtectsAreNamedOnceInOneWarning() {
        bareAndProtected();
        check(rules(Unversioned.WARN, SharedCache.REFUSE));
        assertEquals(1, warnings.size());
        String warning = warnings.get(0);
        assertTrue(warning.contains(": " + Bare.class.getName() + ". Expected a @Version"), warning);
        assertTrue(warning.contains("persistence unit shop_unit "), warning);
    }

    @Test
    void theyAreRefusedOrSilencedAsTheRulesSay() {
        bareAndProtected();
        check(rules(Unversioned.ALLOW, SharedCache.REFUSE));
        assertEquals(List.of(), warnings);
        String refusal = refusal(rules(Unversioned.REFUSE, SharedCache.REFUSE));
        assertTrue(refusal.contains("tidemark.unversioned=refuse"), refusal);
    }

    @Test
    void whatIsNotIsolatedIsRefusedUnlessItIsAllowed() {
        for (CacheIsolationType shared : List.of(CacheIsolationType.SHARED, CacheIsolationType.PROTECTED)) {
            ClassDescriptor versioned = descriptor(Versioned.class);
            versioned.useVersionLocking("VERSION");
            versioned.setCacheIsolation(shared);
            String refusal = refusal(rules(Unversioned.WARN, SharedCache.REFUSE));
            assertTrue(refusal.contains("the shared cache holds " + Versioned.class.getName()), refusal);
            assertTrue(refusal.contains("<shared-cache-mode>NONE</shared-cache-mode>"), refusal);
            check(rules(Unversioned.WARN, SharedCache.ALLOW));
        }
    }

    @Test
    void aQueryThatCachesItsResultsIsRefused() {
        ReadAllQuery cached = new ReadAllQuery(Versioned.class);
        cached.setName("Versioned.all");
        cached.cacheQueryResults();
        project.getQueries().add(cached);
        JPAQuery hinted = new JPAQuery("select v from Versioned v");
        hinted.setName("Versioned.hinted");
        hinted.setHints(java.util.Map.of(QueryHints.QUERY_RESULTS_CACHE, "true"));
        project.addJPAQuery(hinted);
        PersistenceUnitFindings findings = EclipseLinkUnitCheck.findings("shop", project);
        assertEquals(
                List.of("the results of these queries are cached: Versioned.all, Versioned.hinted"), findings.cached());
    }

    @Test
    void aUnitIsNamedAsInItsDescriptor() {
        assertEquals("shop", EclipseLinkUnitCheck.unitName("/file:/srv/shop_1/WEB-INF/classes/_shop"));
        assertEquals("shop", EclipseLinkUnitCheck.unitName("/file:/srv/a_b/WEB-INF/lib/some_shop.jar_shop"));
        assertEquals("named-by-property", EclipseLinkUnitCheck.unitName("named-by-property"));
    }
}
