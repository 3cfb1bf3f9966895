package io.tidemark.servers;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
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
 * Runs Payara Micro with a deployment scanner like that of WildFly, since Payara Micro deploys only at its start. A new archive
 * in the directory is deployed, and a marker file shows the result. Removing the marker {@code .deployed} undeploys the
 * archive. It also runs the commands in a file, as an administrator of Payara Server can.
 *
 * <p>The class must be alone in a jar beside {@code payara-micro.jar}. Applications see the server's class path, which must not
 * contain other classes of the tests. It uses reflection, because the tests are not compiled with the server.
 */
public final class PayaraScanner {

    /** The file with commands. After they have run it is removed, and a file with this name and {@code .answer} has the failures. */
    static final String COMMANDS = "commands.asadmin";

    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final Object server;
    private final Path directory;
    private final Set<Path> deployed = new HashSet<>();

    private PayaraScanner(Object server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /**
     * Runs the server and never returns.
     *
     * @param arguments the directory, then the arguments of Payara Micro
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
            runCommands();
            for (Path archive : archives()) {
                Files.createFile(Path.of(archive + change(archive)));
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    /** Runs the commands of a file, if there is one, and removes it after the answer is written: empty after success. */
    private void runCommands() throws Exception {
        Path order = directory.resolve(COMMANDS);
        if (!Files.exists(order)) {
            return;
        }
        StringBuilder answer = new StringBuilder();
        for (String line : Files.readAllLines(order)) {
            answer.append(run(line));
        }
        Files.writeString(Path.of(order + ".answer"), answer);
        Files.delete(order);
    }

    /**
     * {@return the output of a command that fails; otherwise an empty text}
     *
     * <p>The public method runs commands on the members of a cluster, and there is none.
     */
    private String run(String line) throws Exception {
        Field field = server.getClass().getDeclaredField("runtime");
        field.setAccessible(true);
        // The interfaces, since the implementing classes are not public. Another class loader has them.
        Method runner = field.getType().getMethod("getCommandRunner");
        Method run = runner.getReturnType().getMethod("run", String.class, String[].class);
        Class<?> result = run.getReturnType();
        String[] words = line.split(" ", -1);
        Object answer =
                run.invoke(runner.invoke(field.get(server)), words[0], Arrays.copyOfRange(words, 1, words.length));
        String status = String.valueOf(result.getMethod("getExitStatus").invoke(answer));
        return status.equals("SUCCESS")
                ? ""
                : line + ": " + result.getMethod("getOutput").invoke(answer);
    }

    /** {@return the archives without a marker, which are new or to be undeployed} */
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
        // The result is meaningless: it is false after a successful deployment, too.
        method("deploy", File.class).invoke(server, archive.toFile());
        if (((Collection<?>) method("getDeployedApplicationNames").invoke(server)).contains(name)) {
            deployed.add(archive);
            return ".deployed";
        }
        return ".failed";
    }

    /** {@return a method of the interface, since the implementing class is not public} */
    private static Method method(String name, Class<?>... parameters) throws ReflectiveOperationException {
        return Class.forName("fish.payara.micro.PayaraMicroRuntime").getMethod(name, parameters);
    }
}
