package io.tidemark.it.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.shop.Article;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import com.typesafe.config.Config;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.SharedServers;
import io.tidemark.it.support.Variants;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.cache.Caching;
import org.hibernate.cache.jcache.internal.JCacheRegionFactory;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests {@code PersistenceUnitRules}: the properties that a persistence unit must not combine with routed reads. Each
 * test deploys a variant of the demo.
 */
@Tag("slow")
class PersistenceUnitIT {

    private static final String UNVERSIONED =
            "These entities of the persistence unit things have no protection against being overwritten with stale state"
                    + " from a replica: com.example.shop.Article.";

    private static final String CACHED =
            "Tidemark cannot start, since tidemark.shared.cache=refuse: The persistence unit things would share state read"
                    + " from a replica with users who have changed it since: the second-level cache holds "
                    + "com.example.things.Thing; the query cache is on.";

    private static Variants variants;

    @BeforeAll
    static void start() throws Exception {
        variants = Variants.of(SharedServers.usual());
    }

    private static WebArchive withAnEntityWithoutAVersion() {
        return Deployments.asBuilt().addClass(Article.class);
    }

    /** WildFly has a cache of its own; on Payara the application brings one. */
    private static WebArchive withASharedCache() throws Exception {
        if (System.getProperty("arquillian.launch").equals("wildfly")) {
            return withPersistence(text -> text);
        }
        return withPersistence(text -> text.replace(
                        "<properties>",
                        "<properties>"
                                + property("hibernate.cache.region.factory_class", JCacheRegionFactory.class.getName())
                                + property("hibernate.javax.cache.provider", CaffeineCachingProvider.class.getName())
                                + property("hibernate.javax.cache.missing_cache_strategy", "create")))
                .addAsLibraries(Stream.of(
                                JCacheRegionFactory.class,
                                Caching.class,
                                CaffeineCachingProvider.class,
                                Caffeine.class,
                                Config.class)
                        .map(PersistenceUnitIT::jar)
                        .toArray(File[]::new));
    }

    private static WebArchive withPersistence(UnaryOperator<String> change) throws Exception {
        String before = Files.readString(Path.of("src/main/resources/META-INF/persistence.xml"));
        String cached = before.replace("<shared-cache-mode>NONE<", "<shared-cache-mode>ALL<")
                .replace("<properties>", "<properties>" + property("hibernate.cache.use_query_cache", "true"));
        return Deployments.asBuilt().addAsResource(new StringAsset(change.apply(cached)), "META-INF/persistence.xml");
    }

    private static String property(String name, String value) {
        return "<property name=\"" + name + "\" value=\"" + value + "\"/>";
    }

    private static File jar(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static String logOf(String name, WebArchive variant, Map<String, String> settings) throws Exception {
        return variants.deploy(
                name,
                variant,
                settings,
                http -> assertEquals(200, http.get("", "things?limit=1").status()));
    }

    @Test
    void anEntityWithoutAVersionIsNamedInOneWarning() throws Exception {
        String log = logOf("unversioned", withAnEntityWithoutAVersion(), Map.of());
        assertTrue(log.contains(UNVERSIONED), log);
        assertEquals(log.indexOf(UNVERSIONED), log.lastIndexOf(UNVERSIONED), "named more than once");
        assertFalse(log.contains("com.example.things.Thing."), "the demo's own entity has a version");
    }

    @Test
    void anEntityWithoutAVersionFailsTheDeploymentIfItShall() throws Exception {
        variants.assertRefused(
                "unversioned-refused",
                withAnEntityWithoutAVersion(),
                Map.of("tidemark.unversioned", "refuse"),
                "Tidemark cannot start, since tidemark.unversioned=refuse: " + UNVERSIONED);
    }

    @Test
    void aSharedCacheFailsTheDeployment() throws Exception {
        variants.assertRefused("cached", withASharedCache(), Map.of(), CACHED);
    }

    @Test
    void aSharedCacheThatIsAllowedDoesNot() throws Exception {
        logOf("cached-allowed", withASharedCache(), Map.of("tidemark.shared.cache", "allow"));
    }
}
