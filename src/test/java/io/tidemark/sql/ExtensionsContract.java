package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.servers.PostgresCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares {@link ExtensionFunctions} with the catalogues of a server's extensions, and with the effect of their
 * functions on a standby.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ExtensionsContract {

    private final Classifier classifier = new Classifier();
    private InstalledExtensions extensions;
    private Map<String, String> versions;

    abstract PostgresCluster cluster();

    @BeforeAll
    final void createExtensions() throws Exception {
        extensions = InstalledExtensions.create(cluster().primary(), found().keySet());
        versions = extensions.versions();
        for (Statements.Line line : calls("setup").toList()) {
            Outcome made = Outcome.of(extensions.on(cluster().primary()), line.sql());
            assertEquals("", made.state(), line.why() + ": " + made.message());
        }
        cluster().awaitReplica();
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        new PostgresCatalogue(extensions.on(cluster().primary()), Duration.ofSeconds(30)).read(builder);
        classifier.learn(builder.build());
    }

    /** Leaves no trace. */
    abstract void end() throws Exception;

    @AfterAll
    final void endAfterAll() throws Exception {
        end();
    }

    final InstalledExtensions extensions() {
        return extensions;
    }

    /** {@return by extension, the functions whose declaration is right although their body suggests another} */
    static Map<String, Set<String>> found() {
        Map<String, Set<String>> found = new TreeMap<>();
        Statements.text("extensions.txt")
                .lines()
                .dropWhile(line -> !line.isEmpty())
                .filter(line -> !line.isEmpty())
                .forEach(line -> found.put(
                        line.substring(0, line.indexOf(' ')), WordList.of(line.substring(line.indexOf(':') + 1))));
        return found;
    }

    private Stream<ExtensionFunctions.Entry> entries() {
        return ExtensionFunctions.ENTRIES.stream()
                .filter(entry -> versions.containsKey(entry.extension())
                        && Arrays.compare(parts(entry.since()), parts(versions.get(entry.extension()))) <= 0);
    }

    /** A number for each part of a version, of which the empty one is the first. */
    private static int[] parts(String version) {
        return Stream.of(version.split("\\D+"))
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private Set<String> judged() {
        Set<String> judged = new TreeSet<>();
        ExtensionFunctions.ENTRIES.forEach(
                entry -> entry.names().forEach(name -> judged.add(entry.extension() + " " + name)));
        return judged;
    }

    private String named(InstalledExtensions.Function function) {
        return function.extension() + " " + function.name();
    }

    @Test
    void everyFunctionThatIsListedExists() throws Exception {
        Set<String> existing = new TreeSet<>();
        extensions.functions().forEach(function -> existing.add(named(function)));
        Set<String> missing = new TreeSet<>();
        entries().forEach(entry -> entry.names().forEach(name -> missing.add(entry.extension() + " " + name)));
        missing.removeAll(existing);
        assertEquals(
                Set.of(),
                missing,
                "ExtensionFunctions lists what is not there. " + versions
                        + ". If a version has removed it, delete it; if one has yet to bring it, say which, in"
                        + " \"since\"");
    }

    @Test
    void whatIsDeclaredHarmlessButSeemsOtherwiseWasJudged() throws Exception {
        Map<String, Set<String>> unjudged = new TreeMap<>();
        Map<String, Set<String>> found = found();
        Set<String> judged = judged();
        for (InstalledExtensions.Function function : extensions.functions()) {
            if (function.seemsOtherwise()
                    && !function.isVolatile()
                    && !judged.contains(named(function))
                    && !found.getOrDefault(function.extension(), Set.of()).contains(function.name())) {
                String extension = function.extension() + " " + versions.get(function.extension());
                unjudged.computeIfAbsent(extension, any -> new TreeSet<>()).add(function.name());
            }
        }
        assertEquals(
                Map.of(),
                unjudged,
                "These are declared STABLE or IMMUTABLE, but may run SQL, call what they are told, or ask the session"
                        + " or the server. Read their source and call them on a standby and its primary. Then list them in"
                        + " ExtensionFunctions, or in extensions.txt if they are as they are declared");
    }

    @Test
    void whatIsDeclaredVolatileIsAWriteUnlessItIsListed() throws Exception {
        Set<String> harmless = new TreeSet<>();
        entries().filter(entry -> entry.judgement().isHarmless()).forEach(entry -> entry.names()
                .forEach(name -> harmless.add(entry.extension() + " " + name)));
        List<String> wrong = new ArrayList<>();
        for (InstalledExtensions.Function function : extensions.functions()) {
            Verdict verdict = classifier.verdict("SELECT \"" + function.schema() + "\".\"" + function.name() + "\"(1)");
            boolean read = verdict != Verdict.WRITE;
            if (function.isVolatile() && !function.procedure() && read != harmless.contains(named(function))) {
                wrong.add(named(function) + " " + verdict);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private Stream<Statements.Line> calls(String kind) {
        return Statements.all("extension-calls.txt").stream()
                .filter(line -> line.is(kind)
                        && versions.containsKey(
                                line.why().substring(0, line.why().indexOf(','))));
    }

    Stream<Statements.Line> reads() {
        return Stream.of(Verdict.READ, Verdict.READ_BY_CLOCK).flatMap(verdict -> calls(verdict.name()));
    }

    Stream<Statements.Line> writes() {
        return calls(Verdict.WRITE.name()).filter(line -> !line.is("setup"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reads")
    void aStandbyAnswersAReadLikeItsPrimary(Statements.Line line) throws Exception {
        assertEquals(line.verdict(), classifier.verdict(line.sql()), line.why());
        Outcome standby = Outcome.of(extensions.on(cluster().replica()), line.sql());
        assertTrue(standby.ran(), standby.message());
        Outcome primary = Outcome.of(extensions.on(cluster().primary()), line.sql());
        assertEquals(line.is("varying"), !primary.equals(standby), standby.rows() + ", " + primary.rows());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void aStandbyDoesWithAWriteWhatIsSaid(Statements.Line line) throws Exception {
        assertEquals(line.verdict(), classifier.verdict(line.sql()), line.why());
        Outcome standby = Outcome.of(extensions.on(cluster().replica()), line.sql());
        if (line.is("refused")) {
            assertEquals("25006", standby.state(), standby.message());
            return;
        }
        assertTrue(standby.ran(), standby.message());
        Outcome primary = Outcome.of(extensions.on(cluster().primary()), line.sql());
        if (line.is("differs")) {
            assertNotEquals(primary.rows(), standby.rows());
        } else if (line.is("unproved")) {
            assertEquals(primary.rows(), standby.rows());
        }
    }
}
