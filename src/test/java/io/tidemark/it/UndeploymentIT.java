package io.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application leaves the server in silence, also if its own data sources leave with it, or its tables. */
@Tag("slow")
class UndeploymentIT {

    /** Payara's and WildFly's levels above INFO, without the colors of a terminal, and a line of a stack trace. */
    private static final Pattern TROUBLE =
            Pattern.compile("^\\S+ (?:WARN|ERROR|FATAL) |\\[(?:WARNING|SEVERE)] |^\\s+at \\S+\\(");

    private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");

    private static Servers servers;
    private static DeploymentServer server;

    @BeforeAll
    static void startServer() throws Exception {
        servers = TestServers.running();
        server = DeploymentServer.ofBuild(servers, "undeployed");
        server.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    /** What the log has above INFO, from before the undeployment to after it. The shop has one article. */
    private static List<String> troubleOfUndeploying(String name, WebArchive shop, String articles) throws Exception {
        Path war = Files.createDirectories(Path.of("target/it")).resolve(name + ".war");
        shop.as(ZipExporter.class).exportTo(war.toFile(), true);
        server.deploy(war);
        servers.onPrimary("INSERT INTO " + articles + " (id, price) VALUES (1, 10)");
        Http http = new Http(server.uri(name));
        Awaiting.until("alice reads from the replica", () -> http.send(http.request("", "articles/1/price")
                        .header("Customer", "alice")
                        .GET())
                .route()
                .equals(Optional.of("replica")));
        int before = server.log().length();
        server.undeploy(name + ".war");
        Awaiting.until("the end of it in the log", () -> said(before).stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> line.contains("undeployed") && line.contains(name)));
        return said(before).stream()
                .filter(line -> TROUBLE.matcher(line).find())
                .toList();
    }

    private static List<String> said(int from) {
        return COLOR.matcher(server.log().substring(from))
                .replaceAll("")
                .lines()
                .toList();
    }

    @Test
    void withDataSourcesOfItsOwn() throws Exception {
        servers.onPrimary(
                """
                DROP TABLE IF EXISTS articles;
                CREATE TABLE articles (id bigint PRIMARY KEY, price integer NOT NULL);
                GRANT SELECT ON articles TO tidemark""");
        assertEquals(List.of(), troubleOfUndeploying("own", Deployments.shop(), "articles"));
    }

    /** With the server's data sources: Payara removes an application's own before the provider drops anything. */
    @Test
    void withTablesThatItsPersistenceProviderDrops() throws Exception {
        servers.onPrimary("CREATE SCHEMA dropped AUTHORIZATION tidemark");
        String unit = Files.readString(Path.of("src/test/resources/com/example/shop/persistence.xml"))
                .replace("java:app/jdbc/shop-primary", "jdbc/primary")
                .replace(
                        "<properties>",
                        "<properties><property name=\"hibernate.default_schema\" value=\"dropped\"/>"
                                + "<property name=\"hibernate.hbm2ddl.auto\" value=\"create-drop\"/>");
        WebArchive shop = Deployments.shop()
                .addAsResource(new StringAsset(unit), "META-INF/persistence.xml")
                .addAsResource(new StringAsset("tidemark.headers=true"), "META-INF/microprofile-config.properties");
        shop.delete("WEB-INF/web.xml");
        assertEquals(List.of(), troubleOfUndeploying("drop", shop, "dropped.articles"));
        assertEquals("0", servers.primary().query("SELECT count(*) FROM pg_tables WHERE schemaname = 'dropped'"));
    }
}
