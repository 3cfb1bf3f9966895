package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Docker's Compose, version 2 or newer, which reads a file without an engine. */
final class Compose {

    /** Where packages have it: Debian 13's and Docker's, and Debian 12 has version 1 on its path. */
    private static final List<String> PLACES = List.of(
            "docker-compose",
            "/usr/libexec/docker/cli-plugins/docker-compose",
            "/usr/lib/docker/cli-plugins/docker-compose");

    private Compose() {}

    /** The program's name or path. */
    static Optional<String> installed() throws IOException, InterruptedException {
        for (String place : PLACES) {
            if (place.startsWith("/") && !Files.isExecutable(Path.of(place))) {
                continue;
            }
            try {
                Verdict version = Verdict.of(new ProcessBuilder(place, "version", "--short"));
                if (version.status() == 0 && !version.output().startsWith("1.")) {
                    return Optional.of(place);
                }
            } catch (IOException notInstalled) {
                // Another place may have it.
            }
        }
        return Optional.empty();
    }
}
