package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.idle.Idle;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.servers.TestServers;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests {@code RoutingEffectCheck} in an application whose persistence provider is not routed. */
@Tag("slow")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class NoEffectIT {

    @Deployment(testable = false)
    static WebArchive idle() {
        return archive("idle.war");
    }

    static WebArchive archive(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addPackage(Idle.class.getPackage())
                .addAsLibraries(Deployments.library())
                .addAsLibraries(Deployments.bundled());
    }

    static void assertProblemAfterADozen(URL url, String problem) {
        Http http = new Http(TestServers.applicationAt(url));
        for (int call = 1; call <= 12; call++) {
            Answer answer = http.get("", "idle");
            assertEquals(200, answer.status(), answer.body());
            assertEquals("no problem", answer.body());
        }
        String said = http.get("", "idle").body();
        assertTrue(said.contains(problem), said);
    }

    @Test
    void aDozenCallsWithoutAStatementAreNamedInTheStatus(@ArquillianResource URL url) {
        assertProblemAfterADozen(url, "no statement passed through a routed connection");
    }
}
