package io.tidemark.it.servers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tidemark.it.support.PublishedJar;
import io.tidemark.it.support.PublishedJar.Dependency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the content of the status page's jar and of its pom, as built. */
@Tag("standalone")
class PageJarIT {

    private static final PublishedJar PAGE = PublishedJar.of("page.jar", "page.pom");
    private static final Path SOURCES = Path.of("src/page/java");
    private static final String PACKAGE = "io/tidemark/page/";

    @Test
    void itHasTheClassesOfItsSourcesAndTheFilesOfThePage() throws IOException {
        Set<String> expected = new TreeSet<>(Set.of(
                "META-INF/LICENSE",
                "META-INF/MANIFEST.MF",
                "META-INF/beans.xml",
                PACKAGE + "page.html",
                PACKAGE + "page.css",
                PACKAGE + "page.js",
                PACKAGE + "uPlot.iife.min.js",
                PACKAGE + "uPlot.min.css",
                PACKAGE + "uPlot/LICENSE"));
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            sources.map(source -> SOURCES.relativize(source).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".java"))
                    .forEach(name -> expected.add(name.replace(".java", ".class")));
        }
        Set<String> found = PAGE.files().stream()
                .filter(name -> !name.contains("$"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, found);
    }

    @Test
    void itNeedsTheLibraryAndTheServerAlone() throws IOException {
        try (JarFile jar = new JarFile(PAGE.jar())) {
            JavaClasses page = new ClassFileImporter().importJar(jar);
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "jakarta..",
                            "org.jspecify.annotations",
                            "io.tidemark",
                            "io.tidemark.page",
                            "io.tidemark.telemetry",
                            "io.tidemark.web")
                    .check(page);
        }
    }

    @Test
    void itsPomHasTheLibraryAsItsOnlyDependency() throws Exception {
        assertEquals(
                "tidemark-page-" + PAGE.text("version") + ".jar", PAGE.jar().getName());
        Set<String> dependencies = new TreeSet<>();
        for (Dependency dependency : PAGE.dependencies()) {
            assertTrue(dependency.version().matches("\\d[\\w.-]+"), dependency.toString());
            dependencies.add(dependency.name() + " " + dependency.scope());
        }
        assertEquals(
                new TreeSet<>(Set.of(
                        "io.tidemark:tidemark ",
                        "jakarta.platform:jakarta.jakartaee-api provided",
                        "org.jspecify:jspecify provided")),
                dependencies);
    }
}
