package io.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.clock.ClockApplication;
import io.tidemark.it.Http.Answer;
import io.tidemark.servers.TestServers;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nobody can be authenticated, in requests and on other threads, there is no caller, and no failure either. */
@Tag("slow")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class NobodyIT {

    @ArquillianResource
    URL url;

    private Http http;

    @Deployment(testable = false)
    static WebArchive clock() {
        return ShrinkWrap.create(WebArchive.class, "clock.war")
                .addPackage(ClockApplication.class.getPackage())
                .addAsLibraries(Deployments.library())
                .addAsLibraries(Deployments.bundled());
    }

    @BeforeEach
    void theReplicaIsInUse() {
        http = new Http(TestServers.applicationAt(url));
        Awaiting.until(
                "nobody reads from the replica",
                () -> http.get("", "ticks/request").body().equals("ANONYMOUS, WRITE"));
    }

    /** A server may have a name for nobody there, whose reads then include what was written under it. */
    @ParameterizedTest
    @ValueSource(strings = {"thread", "executor", "timer", "stranger"})
    void readsAndWritesOnOtherThreadsDoNotFail(String where) {
        Answer tick = http.get("", "ticks/" + where);
        assertEquals(200, tick.status(), tick.body());
        assertTrue(tick.body().matches("(ANONYMOUS|CAUGHT_UP|REPLICA_BEHIND), WRITE"), tick.body());
    }
}
