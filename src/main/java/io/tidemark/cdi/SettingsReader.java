package io.tidemark.cdi;

import io.tidemark.cdi.Settings.Start;
import io.tidemark.hibernate.UnitRules;
import io.tidemark.hibernate.UnitRules.SharedCache;
import io.tidemark.hibernate.UnitRules.Unversioned;
import io.tidemark.redis.RedisSettings;
import io.tidemark.routing.PendingSettings;
import io.tidemark.routing.PendingSettings.Unavailable;
import io.tidemark.routing.RouterSettings.Policy;
import io.tidemark.routing.StoreSettings.Unsafe;
import io.tidemark.sql.FunctionNames;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.web.PositionTokens;
import io.tidemark.web.RouteHeaders;
import io.tidemark.web.TokenSettings;
import io.tidemark.web.TokenSettings.Form;
import io.tidemark.web.TokenSettings.Telling;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/** Reads {@link Settings}, and names all that is wrong with them in one message. */
final class SettingsReader {

    private static final System.Logger LOG = System.getLogger(SettingsReader.class.getName());

    static final String PREFIX = "tidemark.";

    /** Its value may hold credentials. */
    private static final String REDIS_URI = "tidemark.redis.uri";

    private static final String TOKEN_KEY = "tidemark.token.key";
    private static final String TOKEN_KEY_BEFORE = "tidemark.token.key.previous";

    /** As many as SHA-256 has octets: a shorter key is weaker than the signature. */
    private static final int SHORTEST_KEY = 32;

    /** Every key with its default; an empty one means that there is no value until one is set. */
    private static final Map<String, String> DEFAULTS = defaults();

    /** A pooled connection, a new one, and the answer; each may take as long as is set. */
    private static final int STEPS_OF_A_CALL = 3;

    private final SettingsSource source;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(SettingsSource source) {
        this.source = source;
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("tidemark.routing", "replica");
        defaults.put("tidemark.primary.jndi", "jdbc/primary");
        defaults.put("tidemark.replica.jndi", "");
        defaults.put(REDIS_URI, "redis://localhost:6379");
        defaults.put("tidemark.redis.timeout", "200ms");
        defaults.put("tidemark.redis.connections", "16");
        defaults.put("tidemark.namespace", "default");
        defaults.put("tidemark.horizon", "1h");
        defaults.put("tidemark.poll.interval", "100ms");
        defaults.put("tidemark.replica.wait", "20ms");
        defaults.put("tidemark.server.timeout", "1s");
        defaults.put("tidemark.mark.age", "1s");
        defaults.put("tidemark.functions.refresh", "1m");
        defaults.put("tidemark.functions.safe", "");
        defaults.put("tidemark.functions.unsafe", "");
        defaults.put("tidemark.headers", "false");
        defaults.put("tidemark.strict", "false");
        defaults.put("tidemark.unversioned", "warn");
        defaults.put("tidemark.shared.cache", "refuse");
        defaults.put("tidemark.redis.replicas", "auto");
        defaults.put("tidemark.redis.eviction", "warn");
        defaults.put("tidemark.pending", "first-write");
        defaults.put("tidemark.pending.deadline", "1m");
        defaults.put("tidemark.pending.unavailable", "proceed");
        defaults.put(TOKEN_KEY, "");
        defaults.put(TOKEN_KEY_BEFORE, "");
        defaults.put("tidemark.token.telling", "needed");
        defaults.put("tidemark.token.form", "cookie");
        return defaults;
    }

    /**
     * The settings, checked.
     *
     * @throws IllegalArgumentException with every key, value and what is allowed, if anything is wrong
     */
    Settings read() {
        reportUnknown();
        Duration redisTimeout = duration("tidemark.redis.timeout", Duration.ofMillis(1), Duration.ofSeconds(30));
        Duration horizon = duration("tidemark.horizon", Duration.ofSeconds(1), Duration.ofDays(7));
        Settings settings = new Settings(
                value("tidemark.routing", SettingsReader::policy, Policy.REPLICA),
                text("tidemark.primary.jndi"),
                Optional.of(text("tidemark.replica.jndi")).filter(name -> !name.isEmpty()),
                value(REDIS_URI, SettingsReader::redis, URI.create("redis://localhost")),
                redisTimeout,
                value("tidemark.redis.connections", SettingsReader::connections, 1),
                value("tidemark.namespace", SettingsReader::namespace, ""),
                horizon,
                duration("tidemark.poll.interval", Duration.ofMillis(1), Duration.ofMinutes(1)),
                duration("tidemark.replica.wait", Duration.ZERO, Duration.ofSeconds(10)),
                duration("tidemark.server.timeout", Duration.ofMillis(10), Duration.ofMinutes(1)),
                duration("tidemark.mark.age", Duration.ZERO, Duration.ofMinutes(1)),
                duration("tidemark.functions.refresh", Duration.ofSeconds(1), Duration.ofHours(24)),
                new FunctionPolicy(
                        value("tidemark.functions.safe", FunctionNames::parse, FunctionNames.NONE),
                        value("tidemark.functions.unsafe", FunctionNames::parse, FunctionNames.NONE)),
                value("tidemark.headers", SettingsReader::headers, RouteHeaders.OFF),
                value("tidemark.strict", SettingsReader::start, Start.ALWAYS),
                units(),
                value("tidemark.redis.replicas", SettingsReader::replicas, OptionalInt.empty()),
                value("tidemark.redis.eviction", SettingsReader::eviction, Unsafe.WARN),
                pending(redisTimeout),
                tokens(horizon));
        refuseProblems();
        return settings;
    }

    /**
     * What persistence units may have, by itself.
     *
     * @throws IllegalArgumentException with key, value and what is allowed, if anything is wrong with these settings
     */
    UnitRules unitRules() {
        UnitRules units = units();
        refuseProblems();
        return units;
    }

    private UnitRules units() {
        return new UnitRules(
                value("tidemark.unversioned", SettingsReader::unversioned, Unversioned.WARN),
                value("tidemark.shared.cache", SettingsReader::sharedCache, SharedCache.REFUSE));
    }

    private void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Tidemark cannot start: " + String.join("; ", problems));
        }
    }

    private PendingSettings pending(Duration redisTimeout) {
        return new PendingSettings(
                value("tidemark.pending", SettingsReader::pendingPolicy, PendingSettings.Policy.FIRST_WRITE),
                value("tidemark.pending.unavailable", SettingsReader::unavailable, Unavailable.PROCEED),
                duration("tidemark.pending.deadline", Duration.ofSeconds(1), Duration.ofHours(1)),
                redisTimeout.multipliedBy(STEPS_OF_A_CALL));
    }

    private TokenSettings tokens(Duration lifetime) {
        List<SecretKey> keys = Stream.of(TOKEN_KEY, TOKEN_KEY_BEFORE)
                .flatMap(key -> value(key, SettingsReader::secretKey, Optional.<SecretKey>empty()).stream())
                .toList();
        if (text(TOKEN_KEY).isEmpty() && !text(TOKEN_KEY_BEFORE).isEmpty()) {
            problems.add(TOKEN_KEY_BEFORE + " is set without " + TOKEN_KEY + ": expected the key that signs now, too");
        }
        return new TokenSettings(
                keys,
                value("tidemark.token.telling", SettingsReader::telling, Telling.NEEDED),
                value("tidemark.token.form", SettingsReader::form, Form.COOKIE),
                lifetime);
    }

    private void reportUnknown() {
        Set<String> variables = DEFAULTS.keySet().stream()
                .map(key -> key.replace('.', '_').toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        for (String name : source.names()) {
            boolean unknownKey = name.startsWith(PREFIX) && !DEFAULTS.containsKey(name);
            boolean unknownVariable = name.startsWith("TIDEMARK_") && !variables.contains(name);
            if (unknownKey || unknownVariable) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Unknown setting {0}; known are {1}",
                        name,
                        String.join(", ", DEFAULTS.keySet()));
            }
        }
    }

    private String text(String key) {
        return source.value(key).orElse(DEFAULTS.getOrDefault(key, "")).trim();
    }

    private <T> T value(String key, Function<String, T> parser, T onProblem) {
        String text = text(key);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException wrong) {
            problems.add(key + "=" + shown(key, text) + ": expected " + wrong.getMessage());
            return onProblem;
        }
    }

    private static String shown(String key, String value) {
        return switch (key) {
            case REDIS_URI -> Secrets.masked(value);
            case TOKEN_KEY, TOKEN_KEY_BEFORE -> Secrets.MASK;
            default -> value;
        };
    }

    private Duration duration(String key, Duration least, Duration most) {
        return value(key, text -> Durations.parse(text, least, most), most);
    }

    private static Policy policy(String text) {
        return switch (text) {
            case "replica" -> Policy.REPLICA;
            case "primary" -> Policy.PRIMARY;
            default -> throw new IllegalArgumentException("replica (reads are routed) or primary (they are not)");
        };
    }

    private static URI redis(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException unreadable) {
            // Its message would repeat the password.
            uri = URI.create("");
        }
        RedisSettings.check(uri);
        return uri;
    }

    private static OptionalInt replicas(String text) {
        if (text.equals("auto")) {
            return OptionalInt.empty();
        }
        if (!text.matches("\\d")) {
            throw new IllegalArgumentException("auto or a number from 0 to 9");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private static Unsafe eviction(String text) {
        return switch (text) {
            case "warn" -> Unsafe.WARN;
            case "refuse" -> Unsafe.REFUSE;
            default -> throw new IllegalArgumentException("warn or refuse (callers read from the primary)");
        };
    }

    private static PendingSettings.Policy pendingPolicy(String text) {
        return switch (text) {
            case "first-write" -> PendingSettings.Policy.FIRST_WRITE;
            case "commit" -> PendingSettings.Policy.COMMIT;
            case "off" -> PendingSettings.Policy.OFF;
            default -> throw new IllegalArgumentException("first-write, commit or off");
        };
    }

    private static Unavailable unavailable(String text) {
        return switch (text) {
            case "proceed" -> Unavailable.PROCEED;
            case "refuse" -> Unavailable.REFUSE;
            default -> throw new IllegalArgumentException("proceed or refuse (the write fails)");
        };
    }

    private static Optional<SecretKey> secretKey(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "at least " + SHORTEST_KEY + " characters, such as `openssl rand -hex 32` prints");
        }
        return Optional.of(PositionTokens.key(octets));
    }

    private static Telling telling(String text) {
        return switch (text) {
            case "needed" -> Telling.NEEDED;
            case "always" -> Telling.ALWAYS;
            default -> throw new IllegalArgumentException("needed or always");
        };
    }

    private static Form form(String text) {
        return switch (text) {
            case "cookie" -> Form.COOKIE;
            case "header" -> Form.HEADER;
            default -> throw new IllegalArgumentException("cookie or header");
        };
    }

    private static int connections(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("a number from 1 to 9999");
        }
        return Integer.parseInt(text);
    }

    private static String namespace(String text) {
        if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("1 to 64 letters, digits, dots, hyphens or underscores");
        }
        return text;
    }

    private static RouteHeaders headers(String text) {
        return isTrue(text) ? RouteHeaders.ON : RouteHeaders.OFF;
    }

    private static Start start(String text) {
        return isTrue(text) ? Start.STRICT : Start.ALWAYS;
    }

    private static Unversioned unversioned(String text) {
        return switch (text) {
            case "allow" -> Unversioned.ALLOW;
            case "warn" -> Unversioned.WARN;
            case "refuse" -> Unversioned.REFUSE;
            default -> throw new IllegalArgumentException("warn, refuse or allow");
        };
    }

    private static SharedCache sharedCache(String text) {
        return switch (text) {
            case "allow" -> SharedCache.ALLOW;
            case "refuse" -> SharedCache.REFUSE;
            default -> throw new IllegalArgumentException("refuse or allow");
        };
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }
}
