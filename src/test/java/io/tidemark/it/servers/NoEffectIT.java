package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.idle.Idle;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.SharedServers;
import io.tidemark.it.support.Variants;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@code RoutingEffectCheck} in applications whose reads are not routed. */
@Tag("slow")
class NoEffectIT {

    /** Disables {@code ApplicationStart} and {@code RoutingFilter}. */
    private static final String COMPLETE =
            """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
              <servlet>
                <servlet-name>idle</servlet-name>
                <servlet-class>com.example.idle.IdleServlet</servlet-class>
              </servlet>
              <servlet-mapping>
                <servlet-name>idle</servlet-name>
                <url-pattern>/idle</url-pattern>
              </servlet-mapping>
            </web-app>""";

    /** {@return an application whose persistence provider is not routed} */
    private static WebArchive idle() {
        return ShrinkWrap.create(WebArchive.class)
                .addPackage(Idle.class.getPackage())
                .addAsLibraries(Deployments.library())
                .addAsLibraries(Deployments.bundled());
    }

    private static void assertProblemAfterADozen(String name, WebArchive application, String problem) throws Exception {
        Variants.of(SharedServers.usual()).deploy(name, application, Map.of(), http -> {
            for (int call = 1; call <= 12; call++) {
                assertEquals("no problem", call(http));
            }
            String said = call(http);
            assertTrue(said.contains(problem), said);
        });
    }

    private static String call(Http http) {
        Answer answer = http.get("", "idle");
        assertEquals(200, answer.status(), answer.body());
        return answer.body();
    }

    @Test
    void aDozenCallsWithoutAStatementAreNamedInTheStatus() throws Exception {
        assertProblemAfterADozen("idle", idle(), "no statement passed through a routed connection");
    }

    @Test
    void aCompleteDescriptorIsNamedInTheStatusAfterADozenCalls() throws Exception {
        assertProblemAfterADozen("complete", idle().setWebXML(new StringAsset(COMPLETE)), "metadata-complete");
    }
}
