package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.tidemark.sql.CatalogueWatch;
import io.tidemark.sql.FunctionNames;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.wal.CollationRule;
import io.tidemark.web.PageSettings;
import io.tidemark.web.PageSettings.StatementTexts;
import io.tidemark.web.PositionTokens;
import io.tidemark.web.RequestCaller;
import io.tidemark.web.RouteHeaders;
import io.tidemark.web.TokenSettings;
import io.tidemark.web.TokenSettings.Form;
import io.tidemark.web.TokenSettings.Telling;
import io.tidemark.writes.PendingSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private record Given(Map<String, String> values) implements SettingsSource {
        @Override
        public Optional<String> value(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }
    }

    private static TidemarkSettings read(Map<String, String> values) {
        return new SettingsReader(new Given(values)).read();
    }

    @Test
    void nothingSetMeansTheDefaults() {
        assertEquals(
                new TidemarkSettings(
                        new JndiNames("jdbc/primary", List.of()),
                        new RouterSettings(ReadPolicy.REPLICA, Duration.ofMillis(50), Duration.ofSeconds(1), 1.25),
                        new ReplicationSettings(
                                Duration.ofMillis(100),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(1),
                                Duration.ofHours(1).dividedBy(2),
                                CollationRule.REQUIRE_SAME,
                                StoreSettings.of(OnUnsafe.WARN, Duration.ofHours(1)),
                                new PendingSettings(
                                        PendingSettings.AnnouncementPolicy.FIRST_WRITE,
                                        PendingSettings.OnUnavailable.PROCEED,
                                        Duration.ofMinutes(1),
                                        Duration.ofMillis(600))),
                        new RedisSettings(
                                URI.create("redis://localhost:6379"),
                                Duration.ofMillis(200),
                                16,
                                "default",
                                Duration.ofHours(1),
                                OptionalInt.empty(),
                                Callers.PLAIN),
                        new LockTimeout(Duration.ofMillis(500)),
                        FunctionPolicy.PLAIN,
                        new CatalogueWatch.Schedule(Duration.ofMinutes(1), Duration.ofSeconds(10)),
                        RouteHeaders.OFF,
                        ReadinessPolicy.READS,
                        HealthDetails.HIDDEN,
                        Start.ALWAYS,
                        new PersistenceUnitRules(Unversioned.WARN, SharedCache.REFUSE),
                        RequestCaller.PRINCIPAL,
                        new TokenSettings(List.of(), Telling.NEEDED, Form.COOKIE, Duration.ofHours(1)),
                        AuditSettings.NONE,
                        PageSettings.OFF),
                read(Map.of()));
    }

    @Test
    void everyKeyIsMapped() {
        Map<String, String> values = new java.util.HashMap<>();
        values.put("tidemark.routing", "shadow");
        values.put("tidemark.primary.jndi", "java:app/jdbc/one");
        values.put("tidemark.replica.jndi", "java:app/jdbc/two, jdbc/three");
        values.put("tidemark.replica.weights", "2,1");
        values.put("tidemark.replica.load", "1.5");
        values.put("tidemark.replica.share", "0.5%");
        values.put("tidemark.audit.share", "2.5%");
        values.put("tidemark.audit.timeout", "3s");
        values.put("tidemark.primary.budget.concurrent", "12");
        values.put("tidemark.primary.budget.share", "0.2");
        values.put("tidemark.redis.uri", "rediss://user:secret@redis.example:6380/3");
        values.put("tidemark.redis.timeout", "50ms");
        values.put("tidemark.redis.connections", "8");
        values.put("tidemark.namespace", "shop");
        values.put("tidemark.horizon", "30m");
        values.put("tidemark.poll.interval", "1s");
        values.put("tidemark.poll.idle", "5s");
        values.put("tidemark.replica.wait", "0ms");
        values.put("tidemark.server.timeout", "2s");
        values.put("tidemark.replica.lock.timeout", "750ms");
        values.put("tidemark.mark.age", "500ms");
        values.put("tidemark.functions.refresh", "5m");
        values.put("tidemark.functions.safe", " AGE , App . \"Rate\" ");
        values.put("tidemark.functions.unsafe", "audit");
        values.put("tidemark.headers", "true");
        values.put("tidemark.ready", "always");
        values.put("tidemark.health.details", "true");
        values.put("tidemark.strict", "true");
        values.put("tidemark.unversioned", "refuse");
        values.put("tidemark.shared.cache", "allow");
        values.put("tidemark.replica.collations", "accept");
        values.put("tidemark.redis.replicas", "2");
        values.put("tidemark.redis.eviction", "refuse");
        values.put("tidemark.redis.callers", "hashed");
        values.put("tidemark.pending", "commit");
        values.put("tidemark.pending.deadline", "2m");
        values.put("tidemark.pending.unavailable", "refuse");
        values.put("tidemark.caller", "session");
        values.put("tidemark.token.key", KEY);
        values.put("tidemark.token.key.previous", KEY + "!");
        values.put("tidemark.token.telling", "always");
        values.put("tidemark.token.form", "header");
        values.put("tidemark.page.role", "operator");
        values.put("tidemark.page.statements", "true");
        assertEquals(
                new TidemarkSettings(
                        new JndiNames(
                                "java:app/jdbc/one",
                                List.of(
                                        new ReplicaSetting("java:app/jdbc/two", 2),
                                        new ReplicaSetting("jdbc/three", 1))),
                        new RouterSettings(
                                ReadPolicy.SHADOW,
                                new CallerShare(0.005),
                                Duration.ZERO,
                                Duration.ofMillis(500),
                                1.5,
                                new BudgetSettings(OptionalInt.of(12), OptionalDouble.of(0.2))),
                        new ReplicationSettings(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(30).dividedBy(2),
                                CollationRule.ACCEPT_ANY,
                                StoreSettings.of(OnUnsafe.REFUSE, Duration.ofMinutes(30)),
                                new PendingSettings(
                                        PendingSettings.AnnouncementPolicy.COMMIT,
                                        PendingSettings.OnUnavailable.REFUSE,
                                        Duration.ofMinutes(2),
                                        Duration.ofMillis(150))),
                        new RedisSettings(
                                URI.create("rediss://user:secret@redis.example:6380/3"),
                                Duration.ofMillis(50),
                                8,
                                "shop",
                                Duration.ofMinutes(30),
                                OptionalInt.of(2),
                                Callers.HASHED),
                        new LockTimeout(Duration.ofMillis(750)),
                        new FunctionPolicy(FunctionNames.parse("age, app.\"Rate\""), FunctionNames.parse("audit")),
                        new CatalogueWatch.Schedule(Duration.ofMinutes(5), Duration.ofSeconds(10)),
                        RouteHeaders.ON,
                        ReadinessPolicy.ALWAYS,
                        HealthDetails.SHOWN,
                        Start.STRICT,
                        new PersistenceUnitRules(Unversioned.REFUSE, SharedCache.ALLOW),
                        RequestCaller.SESSION,
                        new TokenSettings(
                                List.of(key(KEY), key(KEY + "!")), Telling.ALWAYS, Form.HEADER, Duration.ofMinutes(30)),
                        new AuditSettings(0.025, Duration.ofSeconds(3)),
                        new PageSettings(Optional.of("operator"), StatementTexts.SHOWN)),
                read(values));
    }

    @ParameterizedTest
    @CsvSource({
        "tidemark.routing, both",
        "tidemark.page.role, ' '",
        "tidemark.page.role, ' operator'",
        "tidemark.page.role, '**'",
        "tidemark.page.statements, some",
        "tidemark.routing, shadows",
        "tidemark.routing, Shadow",
        "tidemark.replica.jndi, ','",
        "tidemark.replica.jndi, 'jdbc/a,'",
        "tidemark.replica.jndi, 'jdbc/a,jdbc/b, jdbc/a'",
        "tidemark.replica.weights, 0",
        "tidemark.replica.weights, '1,x'",
        "tidemark.replica.weights, '1,2'",
        "tidemark.replica.load, 1",
        "tidemark.replica.load, much",
        "tidemark.replica.share, 101%",
        "tidemark.replica.share, 100.0001%",
        "tidemark.replica.share, -1%",
        "tidemark.replica.share, 0.05",
        "tidemark.replica.share, %",
        "tidemark.replica.share, 5 %",
        "tidemark.replica.share, some",
        "tidemark.primary.budget.concurrent, 0",
        "tidemark.primary.budget.concurrent, -1",
        "tidemark.primary.budget.concurrent, few",
        "tidemark.primary.budget.concurrent, 1.5",
        "tidemark.primary.budget.share, 0",
        "tidemark.primary.budget.share, 0.0",
        "tidemark.primary.budget.share, -0.1",
        "tidemark.primary.budget.share, 1.1",
        "tidemark.primary.budget.share, .",
        "tidemark.primary.budget.share, 10%",
        "tidemark.replica.wait, -1ms",
        "tidemark.redis.uri, http://localhost",
        "tidemark.redis.uri, redis://",
        "tidemark.redis.uri, redis://localhost/seven",
        "tidemark.redis.timeout, 200",
        "tidemark.redis.connections, 0",
        "tidemark.namespace, a b",
        "tidemark.horizon, 0s",
        "tidemark.horizon, -1h",
        "tidemark.horizon, 1d",
        "tidemark.horizon, 9999999999999999999s",
        "tidemark.poll.interval, 0ms",
        "tidemark.poll.idle, 61s",
        "tidemark.server.timeout, soon",
        "tidemark.functions.refresh, 0s",
        "tidemark.functions.safe, a b",
        "tidemark.functions.safe, 'a,'",
        "tidemark.functions.safe, a.b.c",
        "tidemark.functions.unsafe, a()",
        "tidemark.functions.unsafe, ';'",
        "tidemark.headers, yes",
        "tidemark.ready, replica",
        "tidemark.health.details, yes",
        "tidemark.strict, yes",
        "tidemark.replica.collations, ignore",
        "tidemark.unversioned, deny",
        "tidemark.shared.cache, warn",
        "tidemark.redis.replicas, all",
        "tidemark.redis.eviction, ignore",
        "tidemark.redis.callers, secret",
        "tidemark.audit.share, 101%",
        "tidemark.audit.share, 0.1",
        "tidemark.audit.timeout, 0s",
        "tidemark.audit.timeout, 2m",
        "tidemark.pending, on",
        "tidemark.pending.deadline, 0s",
        "tidemark.pending.unavailable, wait",
        "tidemark.caller, cookie",
        "tidemark.token.telling, never",
        "tidemark.token.form, body"
    })
    void aBadValueIsRefusedWithItsKeyItselfAndWhatIsAllowed(String key, String value) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> read(Map.of(key, value)))
                .getMessage());
        assertTrue(message.contains(key + "=" + value + ": expected "), message);
    }

    @Test
    void anAuditWithoutShadowModeOrWithoutAReplicaIsRefused() {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(Map.of("tidemark.audit.share", "1%")))
                        .getMessage());
        assertTrue(
                message.contains(
                        "tidemark.audit.share=1%: expected 0% with tidemark.routing=replica, because only reads of"
                                + " shadow mode are audited; set tidemark.routing=shadow, or remove tidemark.audit.share"),
                message);
        TidemarkSettings settings = read(Map.of("tidemark.audit.share", "1%", "tidemark.routing", "shadow"));
        settings.refuseAuditWithout(List.of(new ReplicaSetting("jdbc/replica", 1)));
        message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> settings.refuseAuditWithout(List.of()))
                        .getMessage());
        assertTrue(
                message.contains("tidemark.audit.share is set without a replica; expected tidemark.replica.jndi"),
                message);
    }

    @Test
    void shadowModeIsAValueOfRouting() {
        assertEquals(
                ReadPolicy.SHADOW,
                read(Map.of("tidemark.routing", "shadow")).routing().routing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "0.25", ".5", "0.000001"})
    void aShareUpToAllReadsIsTaken(String share) {
        assertEquals(
                OptionalDouble.of(Double.parseDouble(share)),
                read(Map.of("tidemark.primary.budget.share", share))
                        .routing()
                        .budget()
                        .share());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost",
                "redis://user:secret@localhost:6380/3",
                "redis-sentinel://:secret@one:26379,two:26379/mymaster",
                "rediss-sentinel://user:secret@one,two/mymaster/2",
                "redis-cluster://one:7000,two:7001"
            })
    void anAddressOfEachKindIsTaken(String uri) {
        assertEquals(
                URI.create(uri), read(Map.of("tidemark.redis.uri", uri)).redis().uri());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://one:1,two:2",
                "redis://localhost:99999",
                "redis-sentinel://one:26379",
                "redis-cluster://one:7000/1",
                "redis-cluster://one:7000,"
            })
    void whatDoesNotFitAKindOfAddressIsRefused(String uri) {
        assertThrows(IllegalArgumentException.class, () -> read(Map.of("tidemark.redis.uri", uri)));
    }

    private static SecretKey key(String text) {
        return PositionTokens.key(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tidemark.token.key", "tidemark.token.key.previous"})
    void aKeyThatIsTooShortIsRefusedAndNotShown(String key) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(Map.of(key, "correct horse battery staple")))
                        .getMessage());
        assertTrue(message.contains(key + "=***: expected at least 32 characters"), message);
        assertFalse(message.contains("horse"), message);
    }

    @Test
    void aPreviousKeyAloneIsRefused() {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(Map.of("tidemark.token.key.previous", KEY)))
                        .getMessage());
        assertTrue(message.contains("tidemark.token.key.previous is set without tidemark.token.key"), message);
    }

    @Test
    void pendingWritesMayBeTurnedOff() {
        assertEquals(
                PendingSettings.AnnouncementPolicy.OFF,
                read(Map.of("tidemark.pending", "off")).replication().pending().policy());
    }

    @Test
    void aPersistenceUnitsRulesAreReadByThemselves() {
        assertEquals(
                new PersistenceUnitRules(Unversioned.ALLOW, SharedCache.REFUSE),
                new SettingsReader(new Given(Map.of("tidemark.unversioned", "allow", "tidemark.horizon", "wrong")))
                        .unitRules());
        assertThrows(
                IllegalArgumentException.class,
                () -> new SettingsReader(new Given(Map.of("tidemark.unversioned", "deny"))).unitRules());
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> read(Map.of("tidemark.horizon", "0s", "tidemark.routing", "x")))
                .getMessage());
        assertTrue(message.contains("tidemark.horizon") && message.contains("tidemark.routing"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://user:se@cret@host/x",
        "redis//user:se@cret@host",
        "http://user:se@cret@host",
        "redis://:se@cret@host:port",
        "redis://:secret",
        "redis://:secret/0",
        "redis://host:secret",
        "redis://host:6379/0?password=secret",
        "redis://host:6379#secret",
        "rediss://:se%cret@host",
        "user:secret",
        "secret"
    })
    void aSecretIsNeverShown(String uri) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(Map.of("tidemark.redis.uri", uri)))
                        .getMessage());
        assertFalse(message.contains("cret") || message.contains("se@") || message.contains("se%"), message);
        assertTrue(message.contains("tidemark.redis.uri=") && message.contains("***"), message);
    }
}
