package io.tidemark.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a replica with another wall clock or other collation libraries, as on a different machine. Needs a C compiler and the GNU
 * C library. {@link #close} restores the replica.
 */
public final class OddReplica implements AutoCloseable {

    /** The name of an ICU function, which includes the version of ICU. */
    private static final Pattern ICU = Pattern.compile("ucol_getVersion_(\\d+)");

    private final PostgresServer replica;
    private final Preload preload;

    /**
     * Prepares the libraries and does not change the replica.
     *
     * @param work the directory for the compiled libraries, which is created anew
     */
    public OddReplica(Servers servers, PostgresServer replica, Path work) throws IOException {
        this.replica = replica;
        this.preload = new Preload(servers.children(), work);
        Directories.delete(work);
        Files.createDirectories(work);
    }

    /** {@return whether this system is Linux with a C compiler} */
    public static boolean isPossible() {
        return Preload.isPossible();
    }

    /** Restarts the replica with a clock that is ahead of the machine's, or behind it. */
    public void clockAhead(Duration ahead) throws IOException, InterruptedException {
        Path offset = preload.work().resolve("offset");
        Files.writeString(offset, String.valueOf(ahead.toMillis() / 1000.0));
        restart(Map.of("LD_PRELOAD", lent(preload.library("set-clock", List.of())), "CLOCK_SET_BY", lent(offset)));
    }

    /** Restarts the replica with collation libraries that report another version. */
    public void otherCollations() throws IOException, InterruptedException {
        String suffix = "";
        Matcher icu = ICU.matcher(Files.readString(Path.of(replica.program()), StandardCharsets.ISO_8859_1));
        if (icu.find()) {
            suffix = icu.group(1);
        }
        Path library = preload.library("other-collations", List.of("-DUCOL_GET_VERSION=ucol_getVersion_" + suffix));
        restart(Map.of("LD_PRELOAD", lent(library)));
    }

    private String lent(Path file) throws IOException, InterruptedException {
        return replica.lend(file).toString();
    }

    private void restart(Map<String, String> environment) throws IOException, InterruptedException {
        replica.stop();
        replica.start(environment);
    }

    @Override
    public void close() throws IOException {
        try {
            restart(Map.of());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the replica was restarted", interrupted);
        }
    }
}
