package io.tidemark.it.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.guestbook.Guest;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.servers.DeploymentServer;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A small application of which a server can have several: its archive, and a client for it. */
public final class Guestbook {

    /** The table that all of them share. */
    public static final String TABLE =
            """
            CREATE TABLE IF NOT EXISTS entries (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
            GRANT SELECT, INSERT ON entries TO tidemark""";

    private final String name;
    private final Http http;

    public Guestbook(DeploymentServer server, String name) {
        this.name = name;
        this.http = new Http(server.uri(name));
    }

    /** {@return the WAR with the library and Jedis, without a persistence provider, and with these settings} */
    public Path archive(String... settings) throws IOException {
        return archive(war().addAsResource(
                        new StringAsset(String.join("\n", settings)), "META-INF/microprofile-config.properties"));
    }

    /** {@return the file of a variant of the WAR} */
    public Path archive(WebArchive war) throws IOException {
        return Deployments.exported(war, file());
    }

    /** {@return the WAR without settings} */
    public static WebArchive war() {
        return ShrinkWrap.create(WebArchive.class)
                .addPackage(Guest.class.getPackage())
                .addAsLibraries(Deployments.library())
                .addAsLibraries(libraries());
    }

    public static File[] libraries() {
        return Stream.of(Deployments.bundled())
                .filter(jar -> jar.getName().matches("(jedis|commons-pool2|redis-authx|slf4j)-.*"))
                .toArray(File[]::new);
    }

    public String file() {
        return name + ".war";
    }

    public Answer read(String guest) {
        return http.send(http.request("", "entries").header("Guest", guest).GET());
    }

    public Answer write(String guest) {
        Answer answer =
                http.send(http.request("", "entries").header("Guest", guest).POST(BodyPublishers.noBody()));
        assertEquals(200, answer.status(), answer.body());
        return answer;
    }

    public void awaitReplica(String guest) {
        Awaiting.until(
                guest + " reads from the replica in " + name,
                () -> read(guest).route().equals(Optional.of("replica")));
    }
}
