package io.tidemark.it;

import java.io.File;
import java.util.Optional;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What the in-container tests deploy: the WAR that the build has made. */
final class Deployments {

    private static final File WAR = new File("target/tidemark-things.war");
    private static final File DRIVER = new File("target/servers/postgresql.jar");
    private static final File LIBRARIES = new File("target/tidemark-things/WEB-INF/lib");

    private Deployments() {}

    /** The WAR as it is. */
    static WebArchive asBuilt() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, WAR);
    }

    /** The WAR with the tests' own beans in it, and the driver that these use: a server may keep its own to itself. */
    static WebArchive withTestBeans() {
        return asBuilt().addPackage("io.tidemark.it.app").addAsLibrary(driver());
    }

    /** PostgreSQL's JDBC driver, for an application that brings its own. */
    static File driver() {
        return DRIVER;
    }

    /** The jar of the library alone. */
    static File library() {
        return new File(System.getProperty("library.jar"));
    }

    /** What the WAR bundles, and another application with the library bundles too: Jedis and Hibernate. */
    static File[] bundled() {
        return Optional.ofNullable(LIBRARIES.listFiles())
                .orElseThrow(() -> new IllegalStateException(LIBRARIES + " is no directory"));
    }
}
