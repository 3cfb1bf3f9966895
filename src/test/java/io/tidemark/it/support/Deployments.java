package io.tidemark.it.support;

import com.example.ledger.Ledger;
import com.example.office.ejb.Desk;
import com.example.office.web.OfficeServlet;
import com.example.shop.ShopApplication;
import io.tidemark.servers.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The archives that the in-container tests deploy, based on the built WAR. */
public final class Deployments {

    private static final File WAR = new File("target/tidemark-things.war");
    private static final File DRIVER = new File("target/servers/postgresql.jar");
    private static final File LIBRARIES = new File("target/tidemark-things/WEB-INF/lib");

    private static final List<String> BESIDE_HIBERNATE =
            List.of("commons-pool2", "jedis", "redis-authx-core", "slf4j-");

    private static final String[] TEST_BEANS = {"io.tidemark.it.app", "io.tidemark.testkit.routes"};

    private Deployments() {}

    /** {@return the file of that name with the archive, in the directory of this JVM's tests} */
    public static Path exported(Archive<?> archive, String file) throws IOException {
        Path exported = Files.createDirectories(TestServers.work()).resolve(file);
        archive.as(ZipExporter.class).exportTo(exported.toFile(), true);
        return exported;
    }

    /** {@return the unchanged WAR} */
    public static WebArchive asBuilt() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, WAR);
    }

    /** {@return the WAR with another data source of the primary in its persistence unit} */
    public static WebArchive onPrimary(String jndi) throws IOException {
        String unit = Files.readString(Path.of("src/main/resources/META-INF/persistence.xml"));
        return asBuilt().addAsResource(new StringAsset(unit.replace("jdbc/primary", jndi)), "META-INF/persistence.xml");
    }

    /** {@return the WAR with the beans of the tests and the driver, since a server may hide its driver} */
    public static WebArchive withTestBeans() {
        return asBuilt().addPackages(false, TEST_BEANS).addAsLibrary(driver());
    }

    /** {@return an application with the library and the beans of the tests, whose persistence provider is EclipseLink} */
    public static WebArchive ledger() {
        return ShrinkWrap.create(WebArchive.class, "ledger.war")
                .addPackage(Ledger.class.getPackage())
                .addPackages(false, TEST_BEANS)
                .addAsResource("com/example/ledger/persistence.xml", "META-INF/persistence.xml")
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsLibraries(library(), driver())
                .addAsLibraries(bundledWithoutHibernate());
    }

    /** {@return a small application that follows the manual only, with data sources in its {@code web.xml}} */
    public static WebArchive shop() throws IOException {
        return ShrinkWrap.create(WebArchive.class, "shop.war")
                .addPackage(ShopApplication.class.getPackage())
                .addAsResource("com/example/shop/persistence.xml", "META-INF/persistence.xml")
                .addAsResource(
                        "com/example/shop/microprofile-config.properties", "META-INF/microprofile-config.properties")
                .setWebXML(new StringAsset(shopDescriptor()))
                .addAsLibraries(library(), driver())
                .addAsLibraries(bundled());
    }

    /** {@return the shop's descriptor, with the addresses and passwords of these tests} */
    public static String shopDescriptor() throws IOException {
        String descriptor = Files.readString(Path.of("src/test/resources/com/example/shop/web.xml"));
        for (Map.Entry<String, String> known :
                TestServers.running().environment().entrySet()) {
            descriptor = descriptor.replace("${" + known.getKey() + "}", known.getValue());
        }
        return descriptor;
    }

    /** {@return PostgreSQL's JDBC driver, for an application that includes it} */
    public static File driver() {
        return DRIVER;
    }

    /** {@return an EAR with the library in {@code lib}, a routed EJB with a persistence unit, and a WAR that calls it} */
    public static EnterpriseArchive office() throws IOException {
        String unit = Files.readString(Path.of("src/main/resources/META-INF/persistence.xml"))
                .replace("name=\"things\"", "name=\"office\"");
        JavaArchive ejb = ShrinkWrap.create(JavaArchive.class, "office-ejb.jar")
                .addPackage(Desk.class.getPackage())
                .addAsManifestResource(new StringAsset(unit), "persistence.xml")
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml");
        WebArchive web = ShrinkWrap.create(WebArchive.class, "office-web.war")
                .addClass(OfficeServlet.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        return ShrinkWrap.create(EnterpriseArchive.class, "office.ear")
                .addAsLibraries(library())
                .addAsLibraries(bundled())
                .addAsModules(ejb, web);
    }

    /** {@return the jar of the library} */
    public static File library() {
        return new File(System.getProperty("library.jar"));
    }

    private static File[] bundledWithoutHibernate() {
        return Stream.of(bundled())
                .filter(jar -> BESIDE_HIBERNATE.stream().anyMatch(jar.getName()::startsWith))
                .toArray(File[]::new);
    }

    /** {@return the libraries that an application with Tidemark bundles: Jedis, Hibernate and their dependencies} */
    public static File[] bundled() {
        return Optional.ofNullable(LIBRARIES.listFiles())
                .orElseThrow(() -> new IllegalStateException(LIBRARIES + " is no directory"));
    }
}
