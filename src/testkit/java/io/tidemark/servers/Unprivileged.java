package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The ways to run a command without the rights of root, since PostgreSQL refuses to run as root.
 *
 * <p>A normal user runs the command unchanged. Root runs it in a new user namespace, as an unprivileged user that owns root's
 * files. Where namespaces are disabled, as in most containers, the user "nobody" runs it and receives its files.
 */
enum Unprivileged {
    AS_IT_IS(""),
    IN_A_USER_NAMESPACE("unshare -U"),
    AS_NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private final String prefix;

    Unprivileged(String prefix) {
        this.prefix = prefix;
    }

    /** {@return the way that works on this machine} */
    static Unprivileged choose() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return AS_IT_IS;
        }
        for (Unprivileged way : List.of(IN_A_USER_NAMESPACE, AS_NOBODY)) {
            if (succeeds(way.command(List.of("true")))) {
                return way;
            }
        }
        throw new IllegalStateException(
                "PostgreSQL does not run as root, and neither unshare -U nor setpriv works here: build as another user");
    }

    List<String> command(List<String> command) {
        Stream<String> words = prefix.isEmpty() ? Stream.empty() : Stream.of(prefix.split(" ", -1));
        return Stream.concat(words, command.stream()).toList();
    }

    /** {@return a directory that the command can access: the wanted one, or a temporary one that other users can read} */
    Path reachable(Path wanted) throws IOException {
        Files.createDirectories(wanted);
        if (this != AS_NOBODY || othersReach(wanted)) {
            return wanted;
        }
        Path temporary = Files.createTempDirectory("tidemark-");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        return temporary;
    }

    /** Makes the user of the command the owner of a directory and its content. */
    void give(Path directory) throws IOException, InterruptedException {
        if (this == AS_NOBODY && !succeeds(List.of("chown", "-R", "65534:65534", directory.toString()))) {
            throw new IOException("Cannot give " + directory + " to nobody");
        }
    }

    private static boolean othersReach(Path directory) throws IOException {
        Optional<Path> at = Optional.of(directory.toRealPath());
        while (at.isPresent()) {
            if (!Files.getPosixFilePermissions(at.get()).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
            at = Optional.ofNullable(at.get().getParent());
        }
        return true;
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
