package io.tidemark.it.support;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A jar of this build with the pom that is installed with it.
 *
 * @param jar the jar
 * @param pom the pom
 */
public record PublishedJar(File jar, File pom) {

    /** A dependency of the pom. A text is empty if the pom has none. */
    public record Dependency(String name, String version, String scope) {}

    /** {@return the jar that these system properties name} */
    public static PublishedJar of(String jarProperty, String pomProperty) {
        return new PublishedJar(new File(System.getProperty(jarProperty)), new File(System.getProperty(pomProperty)));
    }

    /** {@return the names of all files in the jar} */
    public Set<String> files() throws IOException {
        Set<String> files = new TreeSet<>();
        try (JarFile open = new JarFile(jar)) {
            open.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .forEach(files::add);
        }
        return files;
    }

    /** {@return a text of the pom, such as its version} */
    public String text(String name) throws Exception {
        return child(parsed().getDocumentElement(), name);
    }

    /** {@return the dependencies of the pom, without those of its profiles} */
    public List<Dependency> dependencies() throws Exception {
        return elements("dependency").stream()
                .map(each -> new Dependency(name(each), child(each, "version"), child(each, "scope")))
                .toList();
    }

    /** {@return the group and artifact of each exclusion} */
    public List<String> exclusions() throws Exception {
        return elements("exclusion").stream().map(PublishedJar::name).toList();
    }

    private List<Element> elements(String tag) throws Exception {
        var found = parsed().getElementsByTagName(tag);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private Document parsed() throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom);
    }

    private static String name(Element dependency) {
        return child(dependency, "groupId") + ":" + child(dependency, "artifactId");
    }

    private static String child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent();
            }
        }
        return "";
    }
}
