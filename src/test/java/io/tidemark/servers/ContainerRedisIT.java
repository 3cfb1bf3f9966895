package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.embedded.core.ExecutableProvider;

/** Tests the script and the configuration of the Redis in {@code docker-compose.yml}, with the embedded Redis. */
@Tag("debian")
class ContainerRedisIT {

    private static final Duration TO_START = Duration.ofSeconds(20);
    private static final String PASSWORD = "a_b-C1";

    private final Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private final Path work = TestServers.work().resolve("container-redis");
    private final int port;

    ContainerRedisIT() throws Exception {
        port = Port.anyFree();
    }

    @Test
    void theOneUserHasTheRightsOfTheLibraryAndNoMore() throws Exception {
        try (Children children = new Children()) {
            Child redis = children.named("Redis", work.resolve("redis.log"), Process::destroy);
            redis.start(script());
            redis.awaitReady(TO_START, () -> {
                try (Jedis user = user()) {
                    return !user.exists("tidemark:2:shop:health");
                }
            });
            assertEquals(
                    List.of(),
                    OpenPorts.ofTree(ProcessHandle.of(redis.pid()).orElseThrow())
                            .beyondLoopback());
            try (Jedis user = user();
                    Jedis nobody = new Jedis("127.0.0.1", port)) {
                assertEquals("OK", user.set("tidemark:2:shop:mark", "1"));
                assertThrows(JedisDataException.class, () -> user.set("tidemark:2:other:mark", "1"));
                assertThrows(JedisDataException.class, () -> user.exists("tidemark:2:other:mark"));
                assertThrows(JedisDataException.class, user::clientList);
                assertThrows(JedisDataException.class, user::flushAll);
                assertThrows(JedisDataException.class, () -> nobody.exists("tidemark:2:shop:mark"));
            }
            redis.kill();
            redis.start(script("--bind", "*", "-::*"));
            redis.awaitReady(TO_START, () -> {
                try (Jedis user = user()) {
                    return user.exists("tidemark:2:shop:mark");
                }
            });
            assertTrue(OpenPorts.ofDescendants().beyondLoopback().stream().anyMatch(open -> open.port() == port));
        }
        assertTrue(Files.readString(work.resolve("redis.log")).contains("Ready to accept connections"));
    }

    @Test
    void aPasswordThatDoesNotFitIntoAUriIsRefused() throws Exception {
        ProcessBuilder script = script();
        script.environment().put("REDIS_PASSWORD", "sec:ret");
        Verdict verdict = Verdict.of(script);
        assertEquals(1, verdict.status());
        assertTrue(verdict.output().contains("REDIS_PASSWORD"), verdict.output());
        assertTrue(verdict.output().contains(".env"), verdict.output());
    }

    private ProcessBuilder script(String... options) throws Exception {
        Path data = Files.createDirectories(work.resolve("data"));
        List<String> command = new ArrayList<>();
        command.add(checkout.resolve("server-config/redis/start.sh").toString());
        command.addAll(List.of("--dir", data.toString(), "--port", String.valueOf(port)));
        command.addAll(List.of(options));
        ProcessBuilder script = new ProcessBuilder(command);
        script.environment().putAll(Map.of("REDIS_PASSWORD", PASSWORD, "TIDEMARK_NAMESPACE", "shop"));
        script.environment().merge("PATH", program().toString(), (path, first) -> first + ":" + path);
        return script;
    }

    /** A directory with nothing but redis-server. */
    private Path program() throws Exception {
        Path programs = Files.createDirectories(work.resolve("program"));
        Path named = programs.resolve("redis-server");
        if (!Files.exists(named)) {
            Files.createSymbolicLink(
                    named,
                    ExecutableProvider.newJarResourceProvider(programs.toFile())
                            .get()
                            .toPath());
        }
        return programs;
    }

    private Jedis user() {
        Jedis jedis = new Jedis("127.0.0.1", port);
        jedis.auth("tidemark", PASSWORD);
        return jedis;
    }
}
