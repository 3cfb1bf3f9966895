package io.tidemark.it.servers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.PublishedJar;
import io.tidemark.it.support.PublishedJar.Dependency;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the content of the library's jar and of its pom, as built. */
@Tag("standalone")
class LibraryJarIT {

    private static final PublishedJar LIBRARY = PublishedJar.of("library.jar", "library.pom");
    private static final File JAR = LIBRARY.jar();

    private static final Set<String> HIBERNATE = Set.of(
            "angus-activation",
            "antlr4-runtime",
            "byte-buddy",
            "classmate",
            "hibernate-commons-annotations",
            "hibernate-core",
            "hibernate-models",
            "hibernate-scan-jandex",
            "istack-commons-runtime",
            "jandex",
            "jaxb-core",
            "jaxb-runtime",
            "jboss-logging",
            "txw2");

    @Test
    void itIsAModuleOfTheLibrarysPackagesWithoutTheDemo() {
        // Read as the JDK reads it: a provider that is not in the jar is an error, too.
        ModuleDescriptor module =
                ModuleFinder.of(JAR.toPath()).find("io.tidemark").orElseThrow().descriptor();
        assertEquals(
                Set.of(
                        "io.tidemark",
                        "io.tidemark.assembly",
                        "io.tidemark.audit",
                        "io.tidemark.cdi",
                        "io.tidemark.concurrent",
                        "io.tidemark.eclipselink",
                        "io.tidemark.health",
                        "io.tidemark.hibernate",
                        "io.tidemark.jdbc",
                        "io.tidemark.jdbc.physical",
                        "io.tidemark.jta",
                        "io.tidemark.marks",
                        "io.tidemark.metrics",
                        "io.tidemark.micrometer",
                        "io.tidemark.opentelemetry",
                        "io.tidemark.persistence",
                        "io.tidemark.postgres",
                        "io.tidemark.redis",
                        "io.tidemark.routing",
                        "io.tidemark.secrets",
                        "io.tidemark.sql",
                        "io.tidemark.telemetry",
                        "io.tidemark.time",
                        "io.tidemark.wal",
                        "io.tidemark.web",
                        "io.tidemark.writes"),
                module.packages());
    }

    @Test
    void besidesClassesItHasNothingButWhatALibraryNeeds() throws IOException {
        Set<String> others = LIBRARY.files();
        others.removeIf(name -> name.endsWith(".class"));
        assertEquals(
                Set.of(
                        "META-INF/LICENSE",
                        "META-INF/MANIFEST.MF",
                        "META-INF/beans.xml",
                        "META-INF/services/io.tidemark.persistence.PersistenceUnitRulesSource",
                        "META-INF/services/io.tidemark.jdbc.RoutedDataSources",
                        "META-INF/services/jakarta.enterprise.concurrent.spi.ThreadContextProvider",
                        "META-INF/services/jakarta.enterprise.inject.spi.Extension",
                        "META-INF/services/org.hibernate.engine.transaction.jta.platform.spi.JtaPlatformProvider",
                        "META-INF/services/org.hibernate.integrator.spi.Integrator",
                        "META-INF/services/org.hibernate.service.spi.ServiceContributor"),
                others);
    }

    @Test
    void itCarriesTheLicence() throws IOException {
        try (JarFile jar = new JarFile(JAR);
                InputStream licence = jar.getInputStream(jar.getEntry("META-INF/LICENSE"))) {
            assertArrayEquals(Files.readAllBytes(Path.of("LICENSE")), licence.readAllBytes());
        }
    }

    @Test
    void itBringsNoEndpoint() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("jakarta.ws.rs")
                    .check(new ClassFileImporter().importJar(jar));
        }
    }

    @Test
    void itBringsJedisAndSlf4jWithoutTheJsonLibraries() throws Exception {
        assertEquals("tidemark", LIBRARY.text("artifactId"));
        assertEquals("tidemark-" + LIBRARY.text("version") + ".jar", JAR.getName());

        List<String> brought = new ArrayList<>();
        for (Dependency dependency : LIBRARY.dependencies()) {
            assertTrue(dependency.version().matches("\\d[\\w.]+"), dependency.toString());
            if (!dependency.scope().equals("provided")) {
                brought.add(dependency.name());
            }
        }
        assertEquals(List.of("redis.clients:jedis", "org.slf4j:slf4j-api", "org.slf4j:slf4j-jdk14"), brought);
        assertEquals(
                List.of("org.slf4j:slf4j-api", "org.json:json", "com.google.code.gson:gson"), LIBRARY.exclusions());
    }

    /** The demo's WAR has what Maven resolves for the library, beside Hibernate's jars. */
    @Test
    void theManualListsTheJarsThatComeAlong() throws IOException {
        String manual = Files.readString(Path.of("src/site/markdown/setup.md"));
        List<String> jars = Stream.of(Deployments.bundled())
                .map(jar -> jar.getName().replaceAll("-\\d.*", ""))
                .filter(name -> !HIBERNATE.contains(name))
                .sorted()
                .toList();
        assertEquals(List.of("commons-pool2", "jedis", "redis-authx-core", "slf4j-api", "slf4j-jdk14"), jars);
        jars.forEach(jar -> assertTrue(manual.contains("`" + jar + "`"), jar));
    }
}
