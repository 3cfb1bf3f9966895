package io.tidemark.it.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.clock.ClockApplication;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OnSharedServer;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests {@code ContainerCaller} in an application without authentication: there is no caller and no failure, in
 * requests and on other threads.
 */
@Tag("slow")
class NobodyIT {

    @RegisterExtension
    static final OnSharedServer APPLICATION = new OnSharedServer("clock", NobodyIT::clock);

    private Http http;

    private static WebArchive clock() {
        return ShrinkWrap.create(WebArchive.class)
                .addPackage(ClockApplication.class.getPackage())
                .addAsLibraries(Deployments.library())
                .addAsLibraries(Deployments.bundled());
    }

    @BeforeEach
    void theReplicaIsInUse() throws Exception {
        http = new Http(APPLICATION.uri());
        Awaiting.until(
                "nobody reads from the replica",
                () -> http.get("", "ticks/request").body().equals("ANONYMOUS, WRITE"));
    }

    /** The executor takes the request along, and so does a thread factory on Payara. A server's name for nobody is no caller. */
    @ParameterizedTest
    @CsvSource({
        "executor, ANONYMOUS",
        "thread, ANONYMOUS|NO_CALLER",
        "timer, NO_CALLER",
        "stranger, NO_CALLER",
    })
    void workOnAnotherThreadReadsFromThePrimaryUnlessItIsARequests(String where, String reason) {
        Answer tick = http.get("", "ticks/" + where);
        assertEquals(200, tick.status(), tick.body());
        assertTrue(tick.body().matches("(" + reason + "), WRITE"), tick.body());
    }
}
