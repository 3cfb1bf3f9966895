package io.tidemark.servers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Compiles libraries that replace system functions in a process. Needs a C compiler and the GNU C library. */
record Preload(Children children, Path work) {

    private static final String COMPILER = "cc";
    private static final Duration TO_COMPILE = Duration.ofSeconds(30);

    /** {@return whether this system can load such a library, and has a C compiler} */
    static boolean isPossible() {
        String path = System.getenv().getOrDefault("PATH", "");
        return System.getProperty("os.name").equals("Linux")
                && Arrays.stream(path.split(File.pathSeparator, -1))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, COMPILER)));
    }

    /**
     * {@return a library for {@code LD_PRELOAD}}
     *
     * @param name the name of the source, a resource of this package
     * @param options the options of the compiler
     */
    Path library(String name, List<String> options) throws IOException, InterruptedException {
        Path source = work.resolve(name + ".c");
        try (InputStream text = Objects.requireNonNull(Preload.class.getResourceAsStream(name + ".c"))) {
            Files.copy(text, source);
        }
        Path library = work.resolve(name + ".so");
        List<String> command = new ArrayList<>(List.of(COMPILER, "-shared", "-fPIC", "-o", library.toString()));
        command.addAll(options);
        command.addAll(List.of(source.toString(), "-ldl"));
        Child compiler = children.named("cc", work.resolve("cc.log"), Process::destroy);
        compiler.start(new ProcessBuilder(command));
        Await.until("the compiler", TO_COMPILE, () -> !compiler.running());
        if (!Files.exists(library)) {
            throw new IOException("cc: " + Files.readString(work.resolve("cc.log")));
        }
        return library;
    }
}
