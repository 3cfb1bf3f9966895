package io.tidemark.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tidemark.routing.RunningScopePropagation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Checks that dependencies point one way, and that each package imports only the packages in its documentation. */
class ArchitectureTest {

    private static final String ROOT = "io.tidemark";

    /** The demo application, which is in the same WAR and subject to the rules of any application. */
    private static final String DEMO = "com.example.things";

    /** The imports of every package: the JDK's language, and the annotations of the null checker. */
    private static final List<String> EVERYWHERE = List.of(
            "java.io..",
            "java.lang..",
            "java.math..",
            "java.net..",
            "java.nio..",
            "java.security..",
            "java.time..",
            "java.util..",
            "org.jspecify.annotations..");

    private static final Map<String, List<String>> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    ROOT,
                    List.of("jakarta.ejb..", "jakarta.enterprise.util..", "jakarta.inject..", "jakarta.interceptor..")),
            Map.entry(ROOT + ".time", List.of()),
            Map.entry(ROOT + ".audit", List.of("java.sql..", ROOT, ROOT + ".wal")),
            Map.entry(ROOT + ".telemetry", List.of(ROOT)),
            Map.entry(ROOT + ".wal", List.of(ROOT + ".secrets", ROOT + ".telemetry", ROOT + ".time")),
            Map.entry(ROOT + ".sql", List.of(ROOT + ".time")),
            Map.entry(ROOT + ".secrets", List.of()),
            Map.entry(ROOT + ".marks", List.of(ROOT + ".telemetry", ROOT + ".time", ROOT + ".wal")),
            Map.entry(ROOT + ".writes", List.of(ROOT + ".marks", ROOT + ".time", ROOT + ".wal")),
            Map.entry(
                    ROOT + ".routing",
                    List.of(
                            ROOT,
                            ROOT + ".marks",
                            ROOT + ".telemetry",
                            ROOT + ".writes",
                            ROOT + ".time",
                            ROOT + ".wal")),
            Map.entry(
                    ROOT + ".assembly",
                    List.of(
                            ROOT + ".marks",
                            ROOT + ".routing",
                            ROOT + ".telemetry",
                            ROOT + ".time",
                            ROOT + ".wal",
                            ROOT + ".writes")),
            Map.entry(
                    ROOT + ".jdbc",
                    List.of(
                            "java.sql..",
                            "javax.sql..",
                            ROOT,
                            ROOT + ".audit",
                            ROOT + ".jdbc.physical",
                            ROOT + ".routing",
                            ROOT + ".writes",
                            ROOT + ".sql",
                            ROOT + ".time",
                            ROOT + ".wal")),
            Map.entry(
                    ROOT + ".jdbc.physical",
                    List.of("java.sql..", "javax.sql..", ROOT, ROOT + ".routing", ROOT + ".writes", ROOT + ".wal")),
            Map.entry(
                    ROOT + ".postgres",
                    List.of(
                            "java.sql..",
                            "javax.sql..",
                            ROOT + ".jdbc.physical",
                            ROOT + ".sql",
                            ROOT + ".time",
                            ROOT + ".wal")),
            Map.entry(
                    ROOT + ".redis",
                    List.of("redis.clients.jedis..", "org.apache.commons.pool2..", ROOT + ".marks", ROOT + ".wal")),
            Map.entry(ROOT + ".jta", List.of("jakarta.transaction..", ROOT + ".writes")),
            Map.entry(
                    ROOT + ".hibernate",
                    List.of(
                            "java.sql..",
                            "javax.sql..",
                            "javax.naming..",
                            "jakarta.transaction..",
                            "org.hibernate..",
                            ROOT + ".jdbc",
                            ROOT + ".persistence")),
            Map.entry(ROOT + ".persistence", List.of("javax.sql..", ROOT + ".jdbc")),
            Map.entry(
                    ROOT + ".eclipselink",
                    List.of(
                            "java.sql..",
                            "javax.sql..",
                            "org.eclipse.persistence..",
                            ROOT + ".jdbc",
                            ROOT + ".persistence")),
            Map.entry(
                    ROOT + ".web",
                    List.of(
                            "javax.crypto..",
                            "jakarta.annotation..",
                            "jakarta.servlet..",
                            "jakarta.inject..",
                            "jakarta.ws.rs.core..",
                            "jakarta.ws.rs.ext..",
                            ROOT,
                            ROOT + ".routing",
                            ROOT + ".writes")),
            Map.entry(ROOT + ".concurrent", List.of("jakarta.enterprise.concurrent.spi..", ROOT + ".routing")),
            Map.entry(
                    ROOT + ".health",
                    List.of(
                            "jakarta.enterprise.context..",
                            "jakarta.enterprise.event..",
                            "jakarta.inject..",
                            "org.eclipse.microprofile.health..",
                            ROOT)),
            Map.entry(
                    ROOT + ".metrics",
                    List.of(
                            "jakarta.annotation..",
                            "jakarta.enterprise..",
                            "jakarta.inject..",
                            "org.eclipse.microprofile.metrics..",
                            ROOT,
                            ROOT + ".telemetry")),
            Map.entry(
                    ROOT + ".micrometer",
                    List.of(
                            "io.micrometer.core.instrument..",
                            "jakarta.enterprise..",
                            "jakarta.inject..",
                            ROOT,
                            ROOT + ".telemetry")),
            Map.entry(
                    ROOT + ".opentelemetry",
                    List.of(
                            "io.opentelemetry.api..",
                            "jakarta.enterprise..",
                            "jakarta.inject..",
                            ROOT,
                            ROOT + ".telemetry")),
            Map.entry(
                    ROOT + ".page",
                    List.of(
                            "jakarta.annotation..",
                            "jakarta.enterprise..",
                            "jakarta.inject..",
                            "jakarta.json..",
                            "jakarta.servlet..",
                            ROOT,
                            ROOT + ".telemetry",
                            ROOT + ".web")),
            Map.entry(
                    ROOT + ".cdi",
                    List.of(
                            "java.sql..",
                            "javax.crypto..",
                            "javax.sql..",
                            "javax.naming..",
                            "javax.management..",
                            "jakarta..",
                            "org.eclipse.microprofile.config..",
                            "redis.clients.jedis..",
                            ROOT,
                            ROOT + ".audit",
                            ROOT + ".time",
                            ROOT + ".wal",
                            ROOT + ".assembly",
                            ROOT + ".marks",
                            ROOT + ".writes",
                            ROOT + ".routing",
                            ROOT + ".sql",
                            ROOT + ".jdbc",
                            ROOT + ".jdbc.physical",
                            ROOT + ".postgres",
                            ROOT + ".redis",
                            ROOT + ".health",
                            ROOT + ".persistence",
                            ROOT + ".secrets",
                            ROOT + ".telemetry",
                            ROOT + ".jta",
                            ROOT + ".web")),
            Map.entry(
                    DEMO,
                    List.of(
                            "java.sql..",
                            "javax.crypto..",
                            "javax.naming..",
                            "javax.sql..",
                            "javax.transaction.xa..",
                            "jakarta..",
                            "org.eclipse.microprofile.config..",
                            ROOT))));

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT, DEMO);

    @Test
    void everyPackageOfTheDesignHasClassesAndThereAreNoOthers() {
        TreeSet<String> found = new TreeSet<>();
        LIBRARY.forEach(type -> found.add(type.getPackageName()));
        assertEquals(new TreeSet<>(ALLOWED.keySet()), found);
    }

    @Test
    void eachPackageImportsOnlyWhatItMay() {
        ALLOWED.forEach((name, more) -> {
            List<String> allowed = new ArrayList<>(EVERYWHERE);
            allowed.addAll(more);
            allowed.add(name);
            classes()
                    .that(resideInAPackage(name))
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                    .check(LIBRARY);
        });
    }

    @Test
    void thereIsNoCycleAmongThePackages() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void theLibraryBringsNoEndpoint() {
        noClasses()
                .that(resideInAPackage(ROOT + ".."))
                .should()
                .dependOnClassesThat(resideInAPackage("jakarta.ws.rs"))
                .check(LIBRARY);
    }

    /** The test applications that use the library's jar prove that the API suffices. */
    @Test
    void anotherApplicationNeedsNothingButTheApi() {
        List<String> allowed = new ArrayList<>(EVERYWHERE);
        allowed.addAll(List.of("java.sql..", "javax.sql..", "jakarta..", ROOT, "com.example.."));
        classes()
                .that(not(resideInAPackage(DEMO)))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                .check(new ClassFileImporter().importPackages("com.example"));
    }

    @Test
    void nothingKeepsStateInStaticFields() {
        fields().that().areStatic().should().beFinal().check(LIBRARY);
        // The threads of an application find its instance there where CDI is not available.
        fields().that()
                .areStatic()
                .and()
                .areNotDeclaredIn(RunningScopePropagation.class)
                .should()
                .notHaveRawType(resideInAPackage("java.util.concurrent.."))
                .andShould()
                .notHaveRawType(ThreadLocal.class)
                .check(LIBRARY);
    }
}
