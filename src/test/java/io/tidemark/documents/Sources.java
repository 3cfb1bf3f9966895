package io.tidemark.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds Java sources, wherever their package is. */
final class Sources {

    private Sources() {}

    /** All below a directory, without the build's output. */
    static List<Path> java(Path directory) throws IOException {
        Path source = Files.isDirectory(directory.resolve("src")) ? directory.resolve("src") : directory;
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
