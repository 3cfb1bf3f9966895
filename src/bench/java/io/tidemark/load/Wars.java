package io.tidemark.load;

import io.tidemark.load.app.LoadUsers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The demo's WAR with the benchmark's users, with and without Tidemark. */
final class Wars {

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
        return export(withoutTidemark(), name, Map.of());
    }

    private WebArchive asBuilt() {
        File built = checkout.resolve("target/tidemark-things.war").toFile();
        return ShrinkWrap.createFromZipFile(WebArchive.class, built).addClass(LoadUsers.class);
    }

    private WebArchive withoutTidemark() throws IOException {
        WebArchive war = asBuilt();
        for (ArchivePath path : war.getContent(found -> isTidemark(found.get())).keySet()) {
            war.delete(path);
        }
        String unit = Files.readString(checkout.resolve("src/main/resources/META-INF/persistence.xml"))
                .replaceFirst("<property name=\"hibernate.connection.provider_class\" [^>]*/>", "");
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
