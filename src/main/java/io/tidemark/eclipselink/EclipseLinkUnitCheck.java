package io.tidemark.eclipselink;

import io.tidemark.persistence.PersistenceUnitFindings;
import io.tidemark.persistence.PersistenceUnitRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.persistence.config.QueryHints;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.internal.jpa.JPAQuery;
import org.eclipse.persistence.queries.DatabaseQuery;
import org.eclipse.persistence.queries.ReadQuery;
import org.eclipse.persistence.sessions.Project;
import org.eclipse.persistence.sessions.server.ServerSession;

/**
 * Finds the parts of EclipseLink's descriptors that become dangerous when replicas serve reads, see
 * {@link PersistenceUnitFindings}.
 *
 * <p>EclipseLink shares each entity that is not isolated, unless the unit is configured otherwise. It checks updates if
 * the entity has a {@code @Version} or an {@code @OptimisticLocking}. This check does not find a query whose results
 * are cached by a hint in the code.
 */
final class EclipseLinkUnitCheck {

    private static final Pattern SESSION_NAME = Pattern.compile(".*(?:/|\\.jar|\\.war)_([^/]+)");

    private EclipseLinkUnitCheck() {}

    /**
     * Checks the unit of the session, before the session connects.
     *
     * @param warn receives a text for the log
     * @throws IllegalStateException if the rules refuse the unit
     */
    static void of(ServerSession session, PersistenceUnitRules rules, Consumer<String> warn) {
        findings(unitName(String.valueOf(session.getName())), session.getProject())
                .refusal(rules, warn)
                .ifPresent(refusal -> {
                    throw new IllegalStateException(refusal);
                });
    }

    /** EclipseLink builds the name of a session from the location of the unit's descriptor and the unit's name. */
    static String unitName(String session) {
        Matcher named = SESSION_NAME.matcher(session);
        return named.matches() ? named.group(1) : session;
    }

    static PersistenceUnitFindings findings(String unit, Project project) {
        Collection<ClassDescriptor> descriptors = project.getDescriptors().values();
        List<String> cached = new ArrayList<>();
        List<String> shared = names(descriptors, descriptor -> !descriptor.isIsolated());
        if (!shared.isEmpty()) {
            cached.add("the shared cache holds " + String.join(", ", shared));
        }
        List<String> queries = cachedQueries(project);
        if (!queries.isEmpty()) {
            cached.add("the results of these queries are cached: " + String.join(", ", queries));
        }
        return new PersistenceUnitFindings(
                unit,
                names(descriptors, EclipseLinkUnitCheck::isUnversioned),
                "a @Version in each, or @ReadOnly",
                cached,
                "<shared-cache-mode>NONE</shared-cache-mode> and no hint " + QueryHints.QUERY_RESULTS_CACHE);
    }

    /** Returns the entities by the roots of their inheritance. */
    private static List<String> names(Collection<ClassDescriptor> descriptors, Predicate<ClassDescriptor> wanted) {
        return descriptors.stream()
                .filter(EclipseLinkUnitCheck::isRootOfEntities)
                .filter(wanted)
                .map(ClassDescriptor::getJavaClassName)
                .distinct()
                .sorted()
                .toList();
    }

    /** Subclasses inherit a version and the isolation of the cache. */
    private static boolean isRootOfEntities(ClassDescriptor descriptor) {
        return !descriptor.isAggregateDescriptor()
                && !descriptor.isAggregateCollectionDescriptor()
                && !descriptor.isChildDescriptor();
    }

    private static boolean isUnversioned(ClassDescriptor descriptor) {
        return !descriptor.shouldBeReadOnly() && !descriptor.usesOptimisticLocking();
    }

    private static List<String> cachedQueries(Project project) {
        return Stream.concat(project.getQueries().stream(), project.getJPAQueries().stream())
                .filter(EclipseLinkUnitCheck::cachesResults)
                .map(DatabaseQuery::getName)
                .map(String::valueOf)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean cachesResults(DatabaseQuery query) {
        if (query instanceof JPAQuery named) {
            Map<String, Object> hints = named.getHints();
            return hints != null && "true".equalsIgnoreCase(String.valueOf(hints.get(QueryHints.QUERY_RESULTS_CACHE)));
        }
        return query instanceof ReadQuery read && read.shouldCacheQueryResults();
    }
}
