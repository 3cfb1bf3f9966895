package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Guestbook;
import io.tidemark.it.support.SharedServers;
import io.tidemark.it.support.Variants;
import java.io.File;
import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the jar of the status page in another application, by its role. */
@Tag("slow")
class PageRoleIT {

    private static final File PAGE = new File(System.getProperty("page.jar"));

    private static Variants variants;

    @BeforeAll
    static void start() throws Exception {
        variants = Variants.of(SharedServers.usual());
    }

    private static WebArchive guestbook() throws Exception {
        return Guestbook.war().addAsLibrary(PAGE);
    }

    @Test
    void withoutARoleThereIsNoPage() throws Exception {
        variants.deploy("page-off", guestbook(), Map.of(), http -> {
            assertEquals(404, http.get("", "tidemark/").status());
            assertEquals(404, http.get("", "tidemark/events").status());
            // WildFly answers 405 for any path without a servlet.
            int post = http.post("", "tidemark/switch", "{\"routing\":\"off\"}").status();
            assertTrue(post == 404 || post == 405, "the status of a switch: " + post);
        });
        variants.deploy("things-off", Deployments.asBuilt(), Map.of("things.operator.password", "operator"), http -> {
            assertEquals(404, http.get("operator", "tidemark/").status());
            assertEquals(200, http.get("", "tidemark/status").status());
        });
    }

    /** The application declares no role, has no log-in, and just this jar. */
    @Test
    void anotherApplicationHasThePageWithJustThisJar() throws Exception {
        variants.deploy("page-on", guestbook(), Map.of("tidemark.page.role", "night-watch"), http -> {
            assertEquals(401, http.get("", "tidemark/").status());
            assertEquals(401, http.get("", "tidemark/events").status());
        });
    }

    @Test
    void aRoleWithoutTheJarIsAWarning() throws Exception {
        String log = variants.deploy(
                "page-none",
                Guestbook.war(),
                Map.of("tidemark.page.role", "night-watch"),
                http -> assertEquals(404, http.get("", "tidemark/").status()));
        assertTrue(log.contains("tidemark.page.role=night-watch has no effect"), log);
    }

    @Test
    void aBlankRoleFailsTheDeployment() throws Exception {
        variants.assertRefused(
                "page-blank",
                guestbook(),
                Map.of("tidemark.page.role", "*"),
                "Tidemark cannot start: tidemark.page.role=*: expected the name of one role of the application");
    }

    /** A role that no user has: the refusal names it, and the setting. */
    @Test
    void aRoleThatNoUserHasIsNamedInTheRefusal() throws Exception {
        Map<String, String> settings = Map.of("tidemark.page.role", "opreator", "things.operator.password", "operator");
        variants.deploy("page-typo", Deployments.asBuilt(), settings, http -> {
            var refused = http.get("operator", "tidemark/");
            assertEquals(403, refused.status());
            assertTrue(
                    refused.body()
                            .contains(
                                    "The status page needs a user in the role opreator (tidemark.page.role), and you are"
                                            + " not in it."),
                    refused.body());
        });
    }
}
