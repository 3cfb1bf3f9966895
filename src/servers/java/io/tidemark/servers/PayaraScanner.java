package io.tidemark.servers;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs Payara Micro, which by itself deploys only when it starts, and lets applications come and go by files in a
 * directory, as WildFly does: an archive that appears is deployed, and gets a mark that says how it went; removing the
 * mark {@code .deployed} undeploys it.
 *
 * <p>To be alone in a jar beside {@code payara-micro.jar}: applications see the server's class path, and must not find the
 * tests' other classes there. By reflection, because the tests are not compiled with the server.
 */
public final class PayaraScanner {

    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final Object server;
    private final Path directory;
    private final Set<Path> deployed = new HashSet<>();

    private PayaraScanner(Object server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /**
     * Does not return.
     *
     * @param arguments the directory, then Payara Micro's own
     */
    public static void main(String... arguments) throws Exception {
        Class<?> micro = Class.forName("fish.payara.micro.PayaraMicro");
        Object itsOwn = Arrays.copyOfRange(arguments, 1, arguments.length);
        micro.getMethod("main", String[].class).invoke(null, itsOwn);
        Object instance = micro.getMethod("getInstance").invoke(null);
        Object server = micro.getMethod("getRuntime").invoke(instance);
        new PayaraScanner(server, Path.of(arguments[0])).scan();
    }

    private void scan() throws Exception {
        while (true) {
            for (Path archive : archives()) {
                Files.createFile(Path.of(archive + change(archive)));
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    /** The archives without a mark: new ones, and those to be undeployed. */
    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().matches(".*\\.[we]ar"))
                    .filter(archive -> Stream.of(".deployed", ".failed", ".undeployed")
                            .noneMatch(mark -> Files.exists(Path.of(archive + mark))))
                    .toList();
        }
    }

    private String change(Path archive) throws Exception {
        String name = archive.getFileName().toString().replaceFirst("\\.[we]ar$", "");
        if (deployed.remove(archive)) {
            method("undeploy", String.class).invoke(server, name);
            return ".undeployed";
        }
        // What this answers says nothing: it is false for what was deployed, too.
        method("deploy", File.class).invoke(server, archive.toFile());
        if (((Collection<?>) method("getDeployedApplicationNames").invoke(server)).contains(name)) {
            deployed.add(archive);
            return ".deployed";
        }
        return ".failed";
    }

    /** Of the interface: the class that implements it is not public. */
    private static Method method(String name, Class<?>... parameters) throws ReflectiveOperationException {
        return Class.forName("fish.payara.micro.PayaraMicroRuntime").getMethod(name, parameters);
    }
}
