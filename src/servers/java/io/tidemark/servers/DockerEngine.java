package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private Docker engine for tests, run by root from Debian's package {@code docker.io}. It does not change the machine's
 * firewall. {@link #close} stops it and its containers, and deletes its data.
 */
final class DockerEngine implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(1);
    private static final Duration TO_MAKE_IMAGES = Duration.ofMinutes(5);

    private final Children children = new Children();
    private final Path place;

    /** The reason why no engine can run. */
    static final class Absent extends Exception {
        private static final long serialVersionUID = 1;

        Absent(String reason) {
            super(reason);
        }
    }

    private DockerEngine() throws IOException {
        // The path of a socket has at most 107 bytes.
        place = Files.createTempDirectory(Path.of("/tmp"), "tidemark-");
        children.deleteAfterwards(place);
    }

    /**
     * Starts an engine without images or containers.
     *
     * @param work the directory for its log
     * @throws Absent if no engine can run on this machine
     */
    static DockerEngine start(Path work) throws Absent, IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new Absent("a Docker engine of the tests' own needs root");
        }
        String compose = Compose.installed().orElseThrow(() -> new Absent("Compose 2 is not installed"));
        DockerEngine engine = new DockerEngine();
        try {
            engine.run(work, compose);
            return engine;
        } catch (IOException notInstalled) {
            engine.close();
            throw new Absent(
                    "Debian's packages docker.io and iptables are not installed: " + notInstalled.getMessage());
        } catch (IllegalStateException refused) {
            engine.close();
            throw new Absent(String.valueOf(refused.getMessage()));
        }
    }

    private void run(Path work, String compose) throws IOException, InterruptedException {
        Child daemon = children.named("dockerd", work.resolve("dockerd.log"), Process::destroy);
        daemon.start(new ProcessBuilder(
                "dockerd",
                "--host=" + host(),
                "--data-root=" + place.resolve("data"),
                "--exec-root=" + place.resolve("exec"),
                "--pidfile=" + place.resolve("pid"),
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
                // pg_hba.conf accepts these addresses.
                "--default-address-pool=base=10.213.0.0/16,size=24"));
        daemon.awaitReady(
                TO_START, () -> Verdict.of(command(place, "docker", "info")).status() == 0);
        // The manual's commands find this Compose in any place.
        Path docker = Files.createDirectories(place.resolve("programs")).resolve("docker");
        String original = Verdict.of(new ProcessBuilder("sh", "-c", "command -v docker"))
                .output()
                .trim();
        Files.writeString(
                docker,
                "#!/bin/sh\nif [ \"$1\" = compose ]; then shift; exec " + compose + " \"$@\"; fi\nexec " + original
                        + " \"$@\"\n");
        Path maven = place.resolve("programs/mvn");
        Files.writeString(maven, "#!/bin/sh\n# The test has put there what it makes.\n");
        for (Path program : List.of(docker, maven)) {
            if (!program.toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + program + " executable");
            }
        }
    }

    /** Builds the images that a Compose file names, from the programs of this machine. */
    void makeImages(Path checkout, Path payara, List<String> names) throws IOException, InterruptedException {
        Verdict made = Verdict.of(
                command(
                        checkout,
                        Stream.concat(
                                        Stream.of(
                                                checkout.resolve("src/test/container/images.sh")
                                                        .toString(),
                                                place.resolve("images").toString(),
                                                payara.toString()),
                                        names.stream())
                                .toArray(String[]::new)),
                TO_MAKE_IMAGES);
        if (made.status() != 0) {
            throw new IllegalStateException("No images: " + made.output());
        }
    }

    /** {@return a command that uses this engine} */
    ProcessBuilder command(Path directory, String... words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().put("DOCKER_HOST", host());
        builder.environment().merge("PATH", place.resolve("programs").toString(), (path, first) -> first + ":" + path);
        return builder;
    }

    private String host() {
        return "unix://" + place.resolve("docker.sock");
    }

    @Override
    public void close() {
        children.close();
    }
}
