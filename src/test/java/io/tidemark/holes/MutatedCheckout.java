package io.tidemark.holes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of the checkout after its build, whose application and library can have a mutated class. The other files are symbolic
 * links. A test that runs in its directory deploys the mutated application. For one thread.
 */
final class MutatedCheckout {

    private static final String TARGET = "target";
    private static final String EXPLODED = "tidemark-things";
    private static final String WAR = EXPLODED + ".war";
    private static final List<String> LINKED = List.of("classes", "test-classes", "servers");
    private static final String IN_WAR = "WEB-INF/classes/";

    private final Path directory;
    private final Path target;
    private final String library;

    /** A place of class files, which may be within an archive. */
    private interface Use {
        void of(Path classes) throws IOException;
    }

    private MutatedCheckout(Path directory, String library) {
        this.directory = directory;
        this.target = directory.resolve(TARGET);
        this.library = library;
    }

    /**
     * {@return a new copy, which is not mutated}
     *
     * @param checkout the original
     * @param directory the place of the copy, which does not exist yet
     * @param library the file name of the library's jar
     */
    static MutatedCheckout make(Path checkout, Path directory, String library) throws IOException {
        MutatedCheckout made = new MutatedCheckout(directory, library);
        Files.createDirectories(made.target);
        try (Stream<Path> entries = Files.list(checkout)) {
            for (Path entry : entries.filter(one -> !one.endsWith(TARGET)).toList()) {
                Files.createSymbolicLink(directory.resolve(entry.getFileName()), entry);
            }
        }
        Path built = checkout.resolve(TARGET);
        for (String name : LINKED) {
            Files.createSymbolicLink(made.target.resolve(name), built.resolve(name));
        }
        for (String name : List.of(EXPLODED, WAR, library)) {
            copy(built.resolve(name), made.target.resolve(name));
        }
        return made;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }

    /** {@return the copy in a directory where it has been made} */
    static MutatedCheckout in(Path directory, String library) {
        return new MutatedCheckout(directory, library);
    }

    Path directory() {
        return directory;
    }

    Path library() {
        return target.resolve(library);
    }

    /** Mutates the application and the library. */
    void mutate(Mutation mutation) throws IOException {
        String file = file(mutation);
        byte[] mutated = mutation.of(Files.readAllBytes(original(file)));
        everywhere(classes -> Files.write(classes.resolve(file), mutated));
    }

    /** Ends a mutation. */
    void restore(Mutation mutation) throws IOException {
        String file = file(mutation);
        byte[] original = Files.readAllBytes(original(file));
        everywhere(classes -> Files.write(classes.resolve(file), original));
    }

    private static String file(Mutation mutation) {
        return mutation.method().type().replace('.', '/') + ".class";
    }

    private Path original(String file) {
        return target.resolve("classes").resolve(file);
    }

    private void everywhere(Use use) throws IOException {
        use.of(target.resolve(EXPLODED).resolve(IN_WAR));
        within(target.resolve(WAR), archive -> use.of(archive.resolve(IN_WAR)));
        within(library(), use);
    }

    private static void within(Path archive, Use use) throws IOException {
        try (FileSystem opened = FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), Map.of())) {
            use.of(opened.getPath("/"));
        }
    }
}
