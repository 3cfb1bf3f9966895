package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.club.ClubServlet;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Guestbook;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.TestServers;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An application of which a server can have several, deployed. */
final class Club {

    /** The presence of a log-in. */
    enum Security {
        NONE,
        JAKARTA
    }

    private final DeploymentServer server;
    private final String name;

    private Club(DeploymentServer server, String name) {
        this.server = server;
        this.name = name;
    }

    static Club open(DeploymentServer server, String name, Security security, String... settings) throws Exception {
        WebArchive war = ShrinkWrap.create(WebArchive.class)
                .addPackage(ClubServlet.class.getPackage())
                .addAsLibraries(Deployments.library())
                .addAsLibraries(Guestbook.libraries())
                .addAsResource(
                        new StringAsset("tidemark.headers=true\ntidemark.namespace=" + name
                                + "\ntidemark.redis.uri="
                                + TestServers.running().redis().uri()
                                + "\ntidemark.replica.jndi=jdbc/replica" + DataSources.AS_CONFIGURED.suffix() + "\n"
                                + String.join("\n", settings)),
                        "META-INF/microprofile-config.properties");
        if (security == Security.JAKARTA) {
            war.addPackage(ClubServlet.class.getPackageName() + ".login");
        }
        server.deploy(Deployments.exported(war, name + ".war"));
        Club club = new Club(server, name);
        Awaiting.until(
                "visitors read from the replica in " + name,
                () -> club.visitor().read().route().equals(Optional.of("replica")));
        return club;
    }

    /** A browser that has not been here yet. */
    Visitor visitor() {
        return new Visitor(new Http(server.uri(name), new CookieManager(null, CookiePolicy.ACCEPT_ALL)));
    }

    /** A browser with its cookies. */
    record Visitor(Http http) {

        Answer read() {
            return http.get("", "members");
        }

        int members() {
            return Integer.parseInt(read().body());
        }

        /** Sends one request with these steps and the log-in of a member. */
        Visitor does(String member, String steps) {
            Answer answer = http.send(
                    http.request("", "members?name=" + member + "&do=" + steps).POST(BodyPublishers.noBody()));
            assertEquals(200, answer.status(), answer.body());
            assertEquals("done", answer.body());
            return this;
        }
    }
}
