package io.tidemark.load;

import io.tidemark.load.app.LoadUsers;
import io.tidemark.servers.Servers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The demo's WAR with the benchmark's users, with and without Tidemark. */
final class Wars {

    private static final String APP = LoadUsers.class.getPackageName();
    private static final String AWS = "java:app/jdbc/aws";
    private static final String CLASSES = "/WEB-INF/classes/";

    /** Hibernate does not know Payara's transactions. A user without Tidemark would set the same names by hand. */
    private static final String PLATFORM = "io/tidemark/hibernate/PayaraJtaPlatform";

    private static final String PLATFORM_SERVICE =
            "META-INF/services/org.hibernate.engine.transaction.jta.platform.spi.JtaPlatformProvider";

    /** The parts of the demo that show or handle Tidemark's state. */
    private static final List<String> ONLY_ROUTED =
            List.of("StatusResource", "StatusJson", "ReadsUnavailableProblemMapper");

    private final Path checkout;
    private final Path work;

    /**
     * Describes WARs.
     *
     * @param work the directory for them
     */
    Wars(Path checkout, Path work) {
        this.checkout = checkout;
        this.work = work;
    }

    /** {@return the demo as it is built, with settings} */
    Path routed(String name, Map<String, String> settings) throws IOException {
        return export(asBuilt(), name, settings);
    }

    /** {@return the demo without Tidemark} Only the annotation is left in it, which has no effect. */
    Path plain(String name) throws IOException {
        return export(withoutTidemark(""), name, Map.of());
    }

    /** {@return the demo without Tidemark, with a policy of {@code SplitFilter} over the two data sources} */
    Path split(String name, String policy) throws IOException {
        return export(withoutTidemark(way("pools")).addPackage(APP), name, Map.of("load.policy", policy));
    }

    /** {@return the demo without Tidemark, with ShardingSphere-JDBC over the two data sources} */
    Path shardingSphere(String name) throws IOException {
        WebArchive war = withoutTidemark(way("sharding-sphere")).addPackage(APP).addAsLibraries(jars("shardingsphere"));
        return export(war, name, Map.of());
    }

    /** {@return the demo without Tidemark, with a data source of AWS' wrapper in the WAR} */
    Path awsWrapper(String name, Servers servers) throws IOException {
        WebArchive war =
                withoutTidemark(way("set-read-only"), AWS).addPackage(APP).addAsLibraries(jars("aws"));
        String descriptor = Files.readString(checkout.resolve("src/main/webapp/WEB-INF/web.xml"))
                .replace("</web-app>", awsDataSource(servers) + "</web-app>");
        return export(war.setWebXML(new StringAsset(descriptor)), name, Map.of("load.policy", "REPLICA"));
    }

    private static String awsDataSource(Servers servers) {
        Map<String, String> environment = servers.environment();
        String primary = "127.0.0.1:" + environment.get("PRIMARY_PORT");
        return """
                <data-source>
                  <name>%s</name>
                  <class-name>software.amazon.jdbc.ds.AwsWrapperDataSource</class-name>
                  <user>%s</user>
                  <password>%s</password>
                  <property>
                    <name>jdbcUrl</name>
                    <value>jdbc:aws-wrapper:postgresql://%s/%s?%s</value>
                  </property>
                  <transactional>true</transactional>
                  <max-pool-size>32</max-pool-size>
                  <min-pool-size>2</min-pool-size>
                </data-source>
                """
                .formatted(
                        AWS,
                        environment.get("DATABASE_USER"),
                        environment.get("DATABASE_PASSWORD"),
                        primary,
                        environment.get("DATABASE_NAME"),
                        "wrapperPlugins=srw&amp;verifyNewSrwConnections=false&amp;srwWriteEndpoint=" + primary
                                + "&amp;srwReadEndpoint=127.0.0.1:" + environment.get("REPLICA_PORT"));
    }

    private static String way(String name) {
        return "<property name=\"hibernate.connection.provider_class\" value=\"" + APP
                + ".SplitConnections\"/>\n<property name=\"load.way\" value=\"" + name + "\"/>";
    }

    /** {@return the jars that the build has copied for a product} */
    private File[] jars(String product) {
        File directory = checkout.resolve("target/load-libraries/" + product).toFile();
        return Optional.ofNullable(directory.listFiles())
                .orElseThrow(() -> new IllegalStateException(directory + " is missing"));
    }

    private WebArchive asBuilt() {
        File built = checkout.resolve("target/tidemark-things.war").toFile();
        return ShrinkWrap.createFromZipFile(WebArchive.class, built).addClass(LoadUsers.class);
    }

    private WebArchive withoutTidemark(String way) throws IOException {
        return withoutTidemark(way, "jdbc/primary");
    }

    private WebArchive withoutTidemark(String way, String dataSource) throws IOException {
        WebArchive war = asBuilt();
        for (ArchivePath path : war.getContent(found -> isTidemark(found.get())).keySet()) {
            war.delete(path);
        }
        String unit = Files.readString(checkout.resolve("src/main/resources/META-INF/persistence.xml"))
                .replaceFirst("<property name=\"hibernate.connection.provider_class\" [^>]*/>", way)
                .replace("jdbc/primary", dataSource);
        return war.addAsResource(new StringAsset(unit), "META-INF/persistence.xml");
    }

    private static boolean isTidemark(String path) {
        if (!path.startsWith(CLASSES)) {
            return false;
        }
        String name = path.substring(CLASSES.length());
        boolean library = name.matches("io/tidemark/[a-z]+/.*\\.class") && !name.startsWith("io/tidemark/load/");
        boolean service = name.startsWith("META-INF/services/") && name.length() > "META-INF/services/".length();
        boolean part =
                ONLY_ROUTED.stream().anyMatch(one -> name.matches("com/example/things/" + one + "(\\$.*)?\\.class"));
        return (library && !name.startsWith(PLATFORM)) || (service && !name.equals(PLATFORM_SERVICE)) || part;
    }

    private Path export(WebArchive war, String name, Map<String, String> settings) throws IOException {
        String lines = settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining());
        Path file = Files.createDirectories(work).resolve(name + ".war");
        war.addAsResource(new StringAsset(lines), "META-INF/microprofile-config.properties")
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }
}
