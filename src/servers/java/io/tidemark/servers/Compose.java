package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Docker's Compose, version 2 or newer, which can read a file without an engine. */
final class Compose {

    /** The places where the packages of Debian 13 and of Docker install it. Debian 12 has version 1 on its path. */
    private static final List<String> PLACES = List.of(
            "docker-compose",
            "/usr/libexec/docker/cli-plugins/docker-compose",
            "/usr/lib/docker/cli-plugins/docker-compose");

    private Compose() {}

    /** {@return the program's name or path; empty if it is not installed} */
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
                // Try the next place.
            }
        }
        return Optional.empty();
    }
}
