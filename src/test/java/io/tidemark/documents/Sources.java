package io.tidemark.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds Java sources in every source root and package. */
final class Sources {

    private Sources() {}

    /** Finds all sources below a directory. For the checkout, this excludes the output of the build. */
    static List<Path> java(Path directory) throws IOException {
        Path source = Files.isDirectory(directory.resolve("src")) ? directory.resolve("src") : directory;
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
