package io.tidemark.it.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Reason;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.SharedServers;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import org.jboss.shrinkwrap.api.asset.ByteArrayAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Tests applications that define data sources or tables, from their deployment to their end. */
@Tag("slow")
class OwnDataSourcesIT {

    /** Payara's and WildFly's levels above INFO, without the colors of a terminal, and a line of a stack trace. */
    private static final Pattern TROUBLE =
            Pattern.compile("^\\S+ (?:WARN|ERROR|FATAL) |\\[(?:WARNING|SEVERE)] |^\\s+at \\S+\\(");

    private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");

    private static Servers servers;
    private static DeploymentServer server;

    @BeforeAll
    static void startServer() throws Exception {
        servers = TestServers.running();
        server = SharedServers.usual();
        servers.onPrimary(
                """
                DROP TABLE IF EXISTS articles;
                CREATE TABLE articles (id bigint PRIMARY KEY, price integer NOT NULL);
                GRANT SELECT, UPDATE ON articles TO tidemark;
                INSERT INTO articles VALUES (1, 10)""");
    }

    private static void deploy(String name, WebArchive shop) throws Exception {
        server.deploy(Deployments.exported(shop, name + ".war"));
    }

    private static HttpRequest.Builder price(Http http) {
        return http.request("", "articles/1/price").header("Customer", "alice");
    }

    /** What the log has above INFO, from before the undeployment to after it. */
    private static List<String> troubleOfUndeploying(String name) throws Exception {
        Http http = new Http(server.uri(name));
        Awaiting.until(
                "alice reads from the replica",
                () -> http.send(price(http).GET()).route().equals(Optional.of("replica")));
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
    void theyGoWithoutATraceInTheLog() throws Exception {
        deploy("own", Deployments.shop());
        assertEquals(List.of(), troubleOfUndeploying("own"));
    }

    /** With the server's data sources: Payara removes an application's own before the provider drops anything. */
    @Test
    void soDoTablesThatTheProviderDrops() throws Exception {
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
        try {
            deploy("drop", shop);
            servers.onPrimary("INSERT INTO dropped.articles (id, price) VALUES (1, 10)");
            assertEquals(List.of(), troubleOfUndeploying("drop"));
            assertEquals("0", servers.primary().query("SELECT count(*) FROM pg_tables WHERE schemaname = 'dropped'"));
        } finally {
            servers.onPrimary("DROP SCHEMA dropped CASCADE");
        }
    }

    private static String elementOfReplica(String descriptor) {
        int end = descriptor.lastIndexOf("</data-source>") + "</data-source>".length();
        return descriptor.substring(descriptor.lastIndexOf("<data-source>"), end);
    }

    /** The replica's data source by an annotation, whose address is known only now. */
    private static byte[] annotated(Map<String, String> address) {
        return new ByteBuddy()
                .subclass(Object.class)
                .name("com.example.shop.ReplicaDefinition")
                .annotateType(
                        AnnotationDescription.Builder.ofType(Singleton.class).build(),
                        AnnotationDescription.Builder.ofType(DataSourceDefinition.class)
                                .define("name", "java:app/jdbc/shop-replica")
                                .define("className", PGSimpleDataSource.class.getName())
                                .define(
                                        "url",
                                        "jdbc:postgresql://" + address.get("REPLICA_HOST") + ":"
                                                + address.get("REPLICA_PORT") + "/" + address.get("DATABASE_NAME")
                                                + "?readOnly=true")
                                .define("user", address.get("DATABASE_USER"))
                                .define("password", address.get("DATABASE_PASSWORD"))
                                .build())
                .make()
                .getBytes();
    }

    private static WebArchive withReplicaInTransactions(boolean byAnnotation) throws Exception {
        String descriptor = Deployments.shopDescriptor();
        String replica = elementOfReplica(descriptor);
        if (byAnnotation) {
            return Deployments.shop()
                    .add(
                            new ByteArrayAsset(annotated(servers.environment())),
                            "WEB-INF/classes/com/example/shop/ReplicaDefinition.class")
                    .setWebXML(new StringAsset(descriptor.replace(replica, "")));
        }
        String inTransactions = replica.replace("<transactional>false</transactional>", "");
        return Deployments.shop().setWebXML(new StringAsset(descriptor.replace(replica, inTransactions)));
    }

    /** By default such a data source takes part in transactions. */
    @ParameterizedTest
    @CsvSource({"descriptor, false", "annotation, true"})
    void aReplicaThatTakesPartInTransactionsIsNotUsed(String name, boolean byAnnotation) throws Exception {
        int before = server.log().length();
        deploy(name, withReplicaInTransactions(byAnnotation));
        String remedy = "<transactional>false</transactional> in web.xml, transactional=false in @DataSourceDefinition";
        Awaiting.until("the log has the remedy", () -> said(before).stream().anyMatch(line -> line.contains(remedy)));
        Http http = new Http(server.uri(name));
        for (int price = 11; price <= 13; price++) {
            Answer changed = http.send(price(http)
                    .header("Content-Type", "text/plain")
                    .PUT(BodyPublishers.ofString(String.valueOf(price))));
            assertEquals(200, changed.status(), changed.body());
            Answer read = http.send(price(http).GET());
            assertEquals(String.valueOf(price), read.body());
            assertEquals(Optional.of(Reason.REPLICA_INELIGIBLE.name()), read.reason());
        }
        server.undeploy(name + ".war");
    }
}
