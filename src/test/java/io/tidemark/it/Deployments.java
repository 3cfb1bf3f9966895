package io.tidemark.it;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What the in-container tests deploy: the WAR that the build has made. */
final class Deployments {

    private static final File WAR = new File("target/tidemark-things.war");

    private Deployments() {}

    /** The WAR as it is. */
    static WebArchive asBuilt() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, WAR);
    }

    /** The WAR with the tests' own beans in it. */
    static WebArchive withTestBeans() {
        return asBuilt().addPackage("io.tidemark.it.app");
    }
}
