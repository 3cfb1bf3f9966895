package io.tidemark.cdi;

import io.tidemark.assembly.ReplicationSettings;
import io.tidemark.audit.AuditSettings;
import io.tidemark.cdi.TidemarkSettings.Start;
import io.tidemark.health.HealthDetails;
import io.tidemark.health.ReadinessPolicy;
import io.tidemark.marks.StoreSettings;
import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.persistence.PersistenceUnitRules;
import io.tidemark.persistence.PersistenceUnitRules.SharedCache;
import io.tidemark.persistence.PersistenceUnitRules.Unversioned;
import io.tidemark.postgres.LockTimeout;
import io.tidemark.redis.RedisSettings;
import io.tidemark.redis.RedisSettings.Callers;
import io.tidemark.routing.BudgetSettings;
import io.tidemark.routing.CallerShare;
import io.tidemark.routing.RouterSettings;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.secrets.Secrets;
import io.tidemark.sql.CatalogueWatch;
import io.tidemark.sql.FunctionNames;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.wal.CollationRule;
import io.tidemark.web.PageSettings;
import io.tidemark.web.PageSettings.StatementTexts;
import io.tidemark.web.RequestCaller;
import io.tidemark.web.RouteHeaders;
import io.tidemark.web.TokenSettings;
import io.tidemark.web.TokenSettings.Form;
import io.tidemark.web.TokenSettings.Telling;
import io.tidemark.writes.PendingSettings;
import io.tidemark.writes.PendingSettings.OnUnavailable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/** Reads {@link TidemarkSettings}, and reports all wrong values in one message. */
final class SettingsReader {

    private static final System.Logger LOG = System.getLogger(SettingsReader.class.getName());

    static final String PREFIX = "tidemark.";

    /** The key of a value that may contain credentials. */
    private static final String REDIS_URI = "tidemark.redis.uri";

    private static final String ROUTING = "tidemark.routing";
    private static final String AUDIT_SHARE = "tidemark.audit.share";
    private static final String WEIGHTS = "tidemark.replica.weights";
    private static final String TOKEN_KEY = "tidemark.token.key";
    private static final String TOKEN_KEY_BEFORE = "tidemark.token.key.previous";

    /** Every key with its default value. Empty means no default. */
    private static final Map<String, String> DEFAULTS = defaults();

    /** The waits for a pooled connection, a new connection, and the answer. Each may take the whole time-out. */
    private static final int STEPS_OF_A_CALL = 3;

    private final SettingsSource source;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(SettingsSource source) {
        this.source = source;
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put(ROUTING, "replica");
        defaults.put("tidemark.primary.jndi", "jdbc/primary");
        defaults.put("tidemark.replica.jndi", "");
        defaults.put(WEIGHTS, "");
        defaults.put("tidemark.replica.load", "1.25");
        defaults.put("tidemark.replica.share", "100%");
        defaults.put(AUDIT_SHARE, "0%");
        defaults.put("tidemark.audit.timeout", "1s");
        defaults.put("tidemark.primary.budget.concurrent", "");
        defaults.put("tidemark.primary.budget.share", "");
        defaults.put(REDIS_URI, "redis://localhost:6379");
        defaults.put("tidemark.redis.timeout", "200ms");
        defaults.put("tidemark.redis.connections", "16");
        defaults.put("tidemark.namespace", "default");
        defaults.put("tidemark.horizon", "1h");
        defaults.put("tidemark.poll.interval", "100ms");
        defaults.put("tidemark.poll.idle", "2s");
        defaults.put("tidemark.replica.wait", "50ms");
        defaults.put("tidemark.server.timeout", "1s");
        defaults.put("tidemark.replica.lock.timeout", "500ms");
        defaults.put("tidemark.mark.age", "1s");
        defaults.put("tidemark.functions.refresh", "1m");
        defaults.put("tidemark.functions.safe", "");
        defaults.put("tidemark.functions.unsafe", "");
        defaults.put("tidemark.headers", "false");
        defaults.put("tidemark.ready", "reads");
        defaults.put("tidemark.health.details", "false");
        defaults.put("tidemark.strict", "false");
        defaults.put("tidemark.unversioned", "warn");
        defaults.put("tidemark.shared.cache", "refuse");
        defaults.put("tidemark.replica.collations", "require");
        defaults.put("tidemark.redis.replicas", "auto");
        defaults.put("tidemark.redis.eviction", "warn");
        defaults.put("tidemark.redis.callers", "plain");
        defaults.put("tidemark.pending", "first-write");
        defaults.put("tidemark.pending.deadline", "1m");
        defaults.put("tidemark.pending.unavailable", "proceed");
        defaults.put("tidemark.caller", "principal");
        defaults.put(TOKEN_KEY, "");
        defaults.put(TOKEN_KEY_BEFORE, "");
        defaults.put("tidemark.token.telling", "needed");
        defaults.put("tidemark.token.form", "cookie");
        defaults.put("tidemark.page.role", "");
        defaults.put("tidemark.page.statements", "false");
        return defaults;
    }

    /**
     * Reads and checks all settings.
     *
     * @throws IllegalArgumentException with every wrong key, its value and the allowed values
     */
    TidemarkSettings read() {
        reportUnknown();
        Duration horizon = duration("tidemark.horizon", Duration.ofSeconds(1), Duration.ofDays(7));
        RedisSettings redis = redis(horizon);
        TidemarkSettings settings = new TidemarkSettings(
                new JndiNames(text("tidemark.primary.jndi"), replicas()),
                routing(),
                replication(horizon, redis.timeout()),
                redis,
                new LockTimeout(duration("tidemark.replica.lock.timeout", Duration.ZERO, Duration.ofMinutes(1))),
                new FunctionPolicy(
                        value("tidemark.functions.safe", FunctionNames::parse, FunctionNames.NONE),
                        value("tidemark.functions.unsafe", FunctionNames::parse, FunctionNames.NONE)),
                CatalogueWatch.Schedule.of(
                        duration("tidemark.functions.refresh", Duration.ofSeconds(1), Duration.ofHours(24))),
                value("tidemark.headers", SettingParsers::headers, RouteHeaders.OFF),
                value("tidemark.ready", SettingParsers::readiness, ReadinessPolicy.READS),
                value("tidemark.health.details", SettingParsers::healthDetails, HealthDetails.HIDDEN),
                value("tidemark.strict", SettingParsers::start, Start.ALWAYS),
                units(),
                value("tidemark.caller", SettingParsers::caller, RequestCaller.PRINCIPAL),
                tokens(horizon),
                audit(),
                page());
        refuseProblems();
        return settings;
    }

    private List<ReplicaSetting> replicas() {
        List<String> names = value("tidemark.replica.jndi", SettingParsers::replicas, List.of());
        List<Double> weights = value(WEIGHTS, SettingParsers::weights, List.of());
        if (!weights.isEmpty() && weights.size() != names.size()) {
            problems.add(WEIGHTS + "=" + text(WEIGHTS) + ": expected one weight for each of the " + names.size()
                    + " names of tidemark.replica.jndi");
            return List.of();
        }
        List<ReplicaSetting> replicas = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            replicas.add(new ReplicaSetting(names.get(i), weights.isEmpty() ? 1 : weights.get(i)));
        }
        return replicas;
    }

    private RouterSettings routing() {
        return new RouterSettings(
                value(ROUTING, SettingParsers::policy, ReadPolicy.REPLICA),
                value("tidemark.replica.share", SettingParsers::callerShare, CallerShare.ALL),
                duration("tidemark.replica.wait", Duration.ZERO, Duration.ofSeconds(10)),
                duration("tidemark.mark.age", Duration.ZERO, Duration.ofMinutes(1)),
                value("tidemark.replica.load", SettingParsers::loadFactor, 2.0),
                new BudgetSettings(
                        value(
                                "tidemark.primary.budget.concurrent",
                                SettingParsers::concurrentReads,
                                OptionalInt.empty()),
                        value("tidemark.primary.budget.share", SettingParsers::divertedShare, OptionalDouble.empty())));
    }

    private AuditSettings audit() {
        AuditSettings audit = new AuditSettings(
                value(AUDIT_SHARE, SettingParsers::auditShare, 0.0),
                duration("tidemark.audit.timeout", Duration.ofMillis(10), Duration.ofMinutes(1)));
        if (audit.audits() && !text(ROUTING).equals("shadow")) {
            problems.add(AUDIT_SHARE + "=" + text(AUDIT_SHARE) + ": expected 0% with " + ROUTING + "=" + text(ROUTING)
                    + ", because only reads of shadow mode are audited; set " + ROUTING + "=shadow, or remove "
                    + AUDIT_SHARE);
        }
        return audit;
    }

    private ReplicationSettings replication(Duration horizon, Duration redisTimeout) {
        return new ReplicationSettings(
                duration("tidemark.poll.interval", Duration.ofMillis(1), Duration.ofMinutes(1)),
                duration("tidemark.poll.idle", Duration.ofMillis(1), Duration.ofMinutes(1)),
                duration("tidemark.server.timeout", Duration.ofMillis(10), Duration.ofMinutes(1)),
                horizon.dividedBy(2),
                value("tidemark.replica.collations", SettingParsers::collations, CollationRule.REQUIRE_SAME),
                StoreSettings.of(value("tidemark.redis.eviction", SettingParsers::eviction, OnUnsafe.WARN), horizon),
                pending(redisTimeout));
    }

    private RedisSettings redis(Duration horizon) {
        return new RedisSettings(
                value(REDIS_URI, SettingParsers::redis, URI.create("redis://localhost")),
                duration("tidemark.redis.timeout", Duration.ofMillis(1), Duration.ofSeconds(30)),
                value("tidemark.redis.connections", SettingParsers::connections, 1),
                value("tidemark.namespace", SettingParsers::namespace, ""),
                horizon,
                value("tidemark.redis.replicas", SettingParsers::redisReplicas, OptionalInt.empty()),
                value("tidemark.redis.callers", SettingParsers::callers, Callers.PLAIN));
    }

    /**
     * Reads only the rules for persistence units.
     *
     * @throws IllegalArgumentException with key, value and allowed values, if one of these settings is wrong
     */
    PersistenceUnitRules unitRules() {
        PersistenceUnitRules units = units();
        refuseProblems();
        return units;
    }

    private PersistenceUnitRules units() {
        return new PersistenceUnitRules(
                value("tidemark.unversioned", SettingParsers::unversioned, Unversioned.WARN),
                value("tidemark.shared.cache", SettingParsers::sharedCache, SharedCache.REFUSE));
    }

    private void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Tidemark cannot start: " + String.join("; ", problems));
        }
    }

    private PendingSettings pending(Duration redisTimeout) {
        return new PendingSettings(
                value(
                        "tidemark.pending",
                        SettingParsers::pendingPolicy,
                        PendingSettings.AnnouncementPolicy.FIRST_WRITE),
                value("tidemark.pending.unavailable", SettingParsers::unavailable, OnUnavailable.PROCEED),
                duration("tidemark.pending.deadline", Duration.ofSeconds(1), Duration.ofHours(1)),
                redisTimeout.multipliedBy(STEPS_OF_A_CALL));
    }

    private TokenSettings tokens(Duration lifetime) {
        List<SecretKey> keys = Stream.of(TOKEN_KEY, TOKEN_KEY_BEFORE)
                .flatMap(key -> value(key, SettingParsers::secretKey, Optional.<SecretKey>empty()).stream())
                .toList();
        if (text(TOKEN_KEY).isEmpty() && !text(TOKEN_KEY_BEFORE).isEmpty()) {
            problems.add(TOKEN_KEY_BEFORE + " is set without " + TOKEN_KEY + ": expected the key that signs now, too");
        }
        return new TokenSettings(
                keys,
                value("tidemark.token.telling", SettingParsers::telling, Telling.NEEDED),
                value("tidemark.token.form", SettingParsers::form, Form.COOKIE),
                lifetime);
    }

    private PageSettings page() {
        // Unlike other settings, a blank role is an error: someone meant to switch the page on.
        String role = source.value("tidemark.page.role").orElse("");
        StatementTexts texts = value("tidemark.page.statements", SettingParsers::statementTexts, StatementTexts.HIDDEN);
        try {
            return new PageSettings(SettingParsers.role(role), texts);
        } catch (IllegalArgumentException wrong) {
            problems.add("tidemark.page.role=" + role + ": expected " + wrong.getMessage());
            return PageSettings.OFF;
        }
    }

    private void reportUnknown() {
        Set<String> variables =
                DEFAULTS.keySet().stream().map(SettingsSource::variable).collect(Collectors.toSet());
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
            case REDIS_URI -> MaskedAddress.of(value);
            case TOKEN_KEY, TOKEN_KEY_BEFORE -> Secrets.MASK;
            default -> value;
        };
    }

    private Duration duration(String key, Duration least, Duration most) {
        return value(key, text -> Durations.parse(text, least, most), most);
    }
}
