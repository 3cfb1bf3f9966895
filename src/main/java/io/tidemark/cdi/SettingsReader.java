package io.tidemark.cdi;

import io.tidemark.cdi.Settings.Start;
import io.tidemark.hibernate.UnitRules;
import io.tidemark.hibernate.UnitRules.SharedCache;
import io.tidemark.hibernate.UnitRules.Unversioned;
import io.tidemark.routing.RouterSettings.Policy;
import io.tidemark.sql.FunctionNames;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.web.RouteHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@link Settings}, and names all that is wrong with them in one message. */
final class SettingsReader {

    private static final System.Logger LOG = System.getLogger(SettingsReader.class.getName());

    static final String PREFIX = "tidemark.";

    /** The one key whose value may hold credentials. */
    private static final String REDIS_URI = "tidemark.redis.uri";

    /** Every key with its default; an empty one means that there is no value until one is set. */
    private static final Map<String, String> DEFAULTS = defaults();

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
        return defaults;
    }

    /**
     * The settings, checked.
     *
     * @throws IllegalArgumentException with every key, value and what is allowed, if anything is wrong
     */
    Settings read() {
        reportUnknown();
        Settings settings = new Settings(
                value("tidemark.routing", SettingsReader::policy, Policy.REPLICA),
                text("tidemark.primary.jndi"),
                Optional.of(text("tidemark.replica.jndi")).filter(name -> !name.isEmpty()),
                value(REDIS_URI, SettingsReader::redis, URI.create("redis://localhost")),
                duration("tidemark.redis.timeout", Duration.ofMillis(1), Duration.ofSeconds(30)),
                value("tidemark.redis.connections", SettingsReader::connections, 1),
                value("tidemark.namespace", SettingsReader::namespace, ""),
                duration("tidemark.horizon", Duration.ofSeconds(1), Duration.ofDays(7)),
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
                units());
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
            String shown = key.equals(REDIS_URI) ? Secrets.masked(text) : text;
            problems.add(key + "=" + shown + ": expected " + wrong.getMessage());
            return onProblem;
        }
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
        String expected = "redis://[user:password@]host[:port][/database], or rediss:// for TLS";
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(expected, unreadable);
        }
        boolean scheme = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
        if (!scheme
                || uri.getHost() == null
                || uri.getQuery() != null
                || uri.getFragment() != null
                || !uri.getPath().matches("|/|/\\d{1,4}")) {
            throw new IllegalArgumentException(expected);
        }
        return uri;
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
