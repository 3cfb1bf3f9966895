package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.marks.CallerMarks;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.embedded.core.ExecutableProvider;

/** Tests {@code RedisMarks} over TLS, with the user of {@code server-config/redis} and the JVM's trust store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("standalone")
class RedisTlsIT {

    private static final Duration TO_START = Duration.ofSeconds(20);
    private static final ClusterId CLUSTER = new ClusterId(7);
    private static final String NAMESPACE = "tls";
    private static final String PASSWORD = "secret-of-this-test";
    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path work = TestServers.work().resolve("redis-tls");
    private final Children children = new Children();
    private int port;
    private Path trust = work;

    @BeforeAll
    void start() throws Exception {
        Directories.delete(work);
        Files.createDirectories(work);
        Certificates certificates = Certificates.of(children, work, "localhost");
        trust = certificates.trust();
        port = Port.anyFree();
        Child redis = children.named("Redis", work.resolve("redis.log"), Process::destroy);
        redis.start(new ProcessBuilder(program(), configuration(certificates).toString()));
        redis.awaitReady(TO_START, this::listens);
    }

    @AfterAll
    void stop() {
        children.close();
    }

    @BeforeEach
    void trustTheAuthority() {
        System.setProperty(TRUST, trust.toString());
        System.setProperty(TRUST_PASSWORD, Certificates.PASSWORD);
    }

    @AfterEach
    void trustAsBefore() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST_PASSWORD);
    }

    private String program() throws IOException {
        return ExecutableProvider.newJarResourceProvider(work.toFile()).get().toString();
    }

    private boolean listens() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        }
    }

    /** TLS only, and the users of the script that starts the containers' Redis, with this password. */
    private Path configuration(Certificates certificates) throws IOException {
        List<String> users = Files.readAllLines(checkout.resolve("server-config/redis/start.sh")).stream()
                .filter(line -> line.startsWith("user "))
                .map(line -> line.replace("#$hash", ">" + PASSWORD).replace("$namespace", NAMESPACE))
                .toList();
        assertEquals(2, users.size(), "the default user and the library's");
        String tls =
                """
                bind 127.0.0.1
                port 0
                tls-port %d
                tls-auth-clients no
                tls-cert-file %s
                tls-key-file %s
                tls-ca-cert-file %s
                dir %s
                save ""
                """
                        .formatted(
                                port, certificates.certificate(), certificates.key(), certificates.authority(), work);
        return Files.writeString(work.resolve("redis.conf"), tls + String.join("\n", users) + "\n");
    }

    private RedisMarks marks(String scheme, String host) {
        URI uri = URI.create(scheme + "://tidemark:" + PASSWORD + "@" + host + ":" + port);
        return new RedisMarks(new RedisSettings(
                uri,
                Duration.ofSeconds(5),
                2,
                NAMESPACE,
                Duration.ofMinutes(1),
                OptionalInt.of(0),
                RedisSettings.Callers.PLAIN));
    }

    private static String refusal(RedisMarks marks) {
        try (marks) {
            StoreUnavailable refused = assertThrows(StoreUnavailable.class, () -> marks.fetch(CLUSTER, "alice"));
            String why = String.valueOf(refused.getMessage());
            assertFalse(why.contains(PASSWORD), why);
            return why;
        }
    }

    private static void assertTold(String part, String why) {
        assertTrue(why.toLowerCase(Locale.ROOT).contains(part), why);
    }

    @Test
    void aTrustedServerKeepsMarks() throws Exception {
        try (RedisMarks marks = marks("rediss", "localhost")) {
            Position position = new Position(1, new Lsn(300));
            marks.raise(CLUSTER, "alice", position, Set.of());
            int bucket = marks.bucket("alice");
            assertEquals(position, marks.raiseFloor(CLUSTER, bucket, marks.epoch(CLUSTER, bucket), position));
            CallerMarks found = marks.fetch(CLUSTER, "alice");
            assertEquals(Optional.of(position), found.floor());
            assertEquals(Optional.of(position), found.mark());
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsAReason() {
        trustAsBefore();
        String why = refusal(marks("rediss", "localhost"));
        assertTold("unable to find valid certification path", why);
    }

    @Test
    void aCertificateOfAnotherHostIsAReason() {
        String why = refusal(marks("rediss", "127.0.0.1"));
        assertTold("no subject alternative names matching ip address 127.0.0.1", why);
    }

    @Test
    void nothingIsSaidWithoutTls() {
        refusal(marks("redis", "localhost"));
    }
}
