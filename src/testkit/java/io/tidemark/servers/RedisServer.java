package io.tidemark.servers;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** A Redis server on loopback, with a password. Thread-safe. */
public final class RedisServer {

    private static final Duration TO_START = Duration.ofSeconds(20);
    private static final Duration TO_ANSWER = Duration.ofSeconds(2);
    private static final Duration FROZEN_IF_SILENT_FOR = Duration.ofMillis(50);

    /** The persistence over a restart. */
    public enum Persistence {
        /** A restart loses everything. */
        NONE,
        /** A restart keeps every acknowledged command. */
        APPEND_ONLY_FILE
    }

    /**
     * A period without answers.
     *
     * @param over completes when the server answers again, and exceptionally if it is stopped before
     */
    public record Freeze(CompletableFuture<Void> over) {}

    private final Child process;
    private final Path directory;
    private final int port;
    private final String password;
    private final Persistence persistence;
    private final Start start;

    /**
     * The additional parameters of a start.
     *
     * @param program the path of another program; empty for the embedded Redis
     * @param options options of its command line
     * @param environment additional variables
     */
    record Start(Optional<Path> program, List<String> options, Map<String, String> environment) {

        /** {@return a start that disables the commands by which a client could write files or load code} */
        static Start withoutAdministration() {
            return with(Stream.of("CONFIG", "MODULE", "DEBUG", "REPLICAOF", "SLAVEOF")
                    .flatMap(command -> Stream.of("--rename-command", command, ""))
                    .toList());
        }

        static Start with(List<String> options) {
            return new Start(Optional.empty(), options, Map.of());
        }
    }

    /**
     * Describes a server that has not been started.
     *
     * @param directory a directory for its program and its data only
     */
    RedisServer(Children children, Path directory, Path log, int port, String password, Persistence persistence) {
        this(children, directory, log, port, password, persistence, Start.with(List.of()));
    }

    /** Describes a server with additional parameters of the start. */
    RedisServer(
            Children children,
            Path directory,
            Path log,
            int port,
            String password,
            Persistence persistence,
            Start start) {
        this.start = start;
        this.process = children.named("Redis", log, Process::destroy);
        this.directory = directory;
        this.port = port;
        this.password = password;
        this.persistence = persistence;
    }

    /** Starts the server and waits until it answers. */
    public void start() throws IOException, InterruptedException {
        Files.createDirectories(data());
        List<String> command = new ArrayList<>(List.of(program(), "--dir", data().toString(), "--port"));
        command.addAll(List.of(String.valueOf(port), "--bind", "127.0.0.1", "--requirepass", password));
        command.addAll(List.of("--save", "", "--appendfsync", "always", "--appendonly"));
        command.add(persistence == Persistence.NONE ? "no" : "yes");
        command.addAll(start.options());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(start.environment());
        process.start(builder);
        process.awaitReady(TO_START, () -> answersWithin(TO_ANSWER));
    }

    /** Shuts the server down. Has no effect if it is not running. */
    public void stop() throws InterruptedException {
        process.stop();
    }

    /** Kills the server as a crash would. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Stops the server if it is running, and starts it with the data that its persistence has kept. */
    public void restart() throws IOException, InterruptedException {
        stop();
        start();
    }

    /** Stops the server if it is running, and starts it without data, also with {@link Persistence#APPEND_ONLY_FILE}. */
    public void restartEmpty() throws IOException, InterruptedException {
        stop();
        Directories.delete(data());
        start();
    }

    /**
     * Writes a snapshot of all data for {@link #restartFromSnapshot}. Redis refuses that while it writes a snapshot for a
     * replica.
     */
    public void save() throws InterruptedException {
        Await.until("the snapshot of Redis", TO_START, () -> {
            try (RedisConversation conversation = new RedisConversation(port, password, TO_ANSWER)) {
                return conversation.ask("SAVE").equals("+OK");
            }
        });
    }

    /** Kills the server and starts it with the last snapshot, as an operator restores a backup. */
    public void restartFromSnapshot() throws IOException, InterruptedException {
        kill();
        start();
    }

    /**
     * Suspends all answers: connections are accepted, commands wait. Returns when the suspension is in effect.
     */
    public Freeze freeze(Duration duration) throws IOException, InterruptedException {
        RedisConversation freezing = new RedisConversation(port, password, TO_ANSWER);
        freezing.patience(duration.plus(TO_ANSWER));
        freezing.send("DEBUG", "SLEEP", String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0));
        CompletableFuture<Void> thawed = new CompletableFuture<>();
        Thread waiting = new Thread(() -> awaitThaw(freezing, thawed), "redis-thaw");
        waiting.setDaemon(true);
        waiting.start();
        Await.until("the freeze of Redis", duration, () -> !answersWithin(FROZEN_IF_SILENT_FOR));
        return new Freeze(thawed);
    }

    private static void awaitThaw(RedisConversation freezing, CompletableFuture<Void> thawed) {
        try (freezing) {
            freezing.answer();
            thawed.complete(null);
        } catch (IOException failed) {
            thawed.completeExceptionally(failed);
        }
    }

    private boolean answersWithin(Duration timeout) throws IOException {
        try (RedisConversation conversation = new RedisConversation(port, password, timeout)) {
            return conversation.ask("PING").equals("+PONG");
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }

    /** {@return whether the process exists} */
    public boolean running() {
        return process.running();
    }

    /** {@return the process id of the server} */
    public long pid() {
        return process.pid();
    }

    /** {@return the port on loopback} */
    public int port() {
        return port;
    }

    /** {@return the address, with the password} */
    public URI uri() {
        String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create("redis://:" + encoded + "@127.0.0.1:" + port);
    }

    private Path data() {
        return directory.resolve("data");
    }

    /** Sends a command as an administrator, and returns the answer. */
    String administer(String... command) throws IOException {
        try (RedisConversation conversation = new RedisConversation(port, password, TO_ANSWER)) {
            conversation.send(command);
            return conversation.text();
        }
    }

    private String program() throws IOException {
        return start.program().isPresent() ? start.program().get().toString() : program(directory);
    }

    /** {@return the only program of Redis below a directory} */
    static String program(Path directory) throws IOException {
        Path programs = Files.createDirectories(directory.resolve("program"));
        return ExecutableProvider.newJarResourceProvider(programs.toFile())
                .get()
                .toString();
    }
}
