package io.tidemark.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.servers.Manual;
import io.tidemark.servers.Port;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the manual's commands for a foreign application on WildFly, with the tests' servers instead of the demo's. */
@Tag("slow")
class OnWildFlyIT {

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path place = Path.of(System.getProperty("it.directory"), "on-wildfly");
    private final Servers servers = TestServers.running();

    /** {@return the manual's commands with the ports of these servers, free ports and a separate directory} */
    private String commands(Path war, int http, int management) throws IOException {
        return new Manual(checkout)
                .commands("Your own application in ten minutes", "WildFly 39")
                .replace("54320", String.valueOf(servers.primary().port()))
                .replace("54321", String.valueOf(servers.replica().port()))
                .replace(
                        "redis://:tidemark@localhost:63790",
                        servers.redis().uri().toString())
                .replace("../shop/target/shop.war", war.toString())
                .replace(
                        "$JBOSS_HOME/bin/standalone.sh -Djboss.http.port=8081",
                        "LAUNCH_JBOSS_IN_BACKGROUND=true exec $JBOSS_HOME/bin/standalone.sh -Djboss.http.port=" + http
                                + " -Djboss.https.port=0 -Djboss.management.http.port=" + management);
    }

    @Test
    void anotherApplicationRunsByTheManualsCommands() throws Exception {
        Files.createDirectories(place.resolve("target"));
        for (String used : List.of("pom.xml", "server-config", "target/servers")) {
            Files.createSymbolicLink(place.resolve(used), checkout.resolve(used));
        }
        servers.addDatabase("shop");
        OwnApplication.makeTable(servers.primary().port());
        int http = Port.anyFree();
        int management = Port.anyFree();
        String commands = commands(OwnApplication.archive(checkout, place), http, management);
        OwnApplication application = OwnApplication.start(commands, place, place.resolve("guestbook.log"), http);
        try {
            application.assertRouted(servers::pauseReplay, servers::resumeReplay);
            assertEquals(200, application.status(URI.create("http://localhost:" + management + "/health/ready")));
        } finally {
            application.stop();
            servers.resumeReplay();
        }
    }
}
