package io.tidemark.cdi;

import io.tidemark.cdi.TidemarkSettings.Start;
import io.tidemark.health.HealthDetails;
import io.tidemark.health.ReadinessPolicy;
import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.persistence.PersistenceUnitRules.SharedCache;
import io.tidemark.persistence.PersistenceUnitRules.Unversioned;
import io.tidemark.redis.RedisSettings;
import io.tidemark.redis.RedisSettings.Callers;
import io.tidemark.routing.CallerShare;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.wal.CollationRule;
import io.tidemark.web.PageSettings.StatementTexts;
import io.tidemark.web.PositionTokens;
import io.tidemark.web.RequestCaller;
import io.tidemark.web.RouteHeaders;
import io.tidemark.web.TokenSettings.Form;
import io.tidemark.web.TokenSettings.Telling;
import io.tidemark.writes.PendingSettings;
import io.tidemark.writes.PendingSettings.OnUnavailable;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/** Parses the values of settings other than durations and free texts. Throws with the allowed values. */
final class SettingParsers {

    /** The octets of SHA-256: a shorter key would be weaker than the signature. */
    private static final int SHORTEST_KEY = 32;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private SettingParsers() {}

    static ReadPolicy policy(String text) {
        return switch (text) {
            case "replica" -> ReadPolicy.REPLICA;
            case "primary" -> ReadPolicy.PRIMARY;
            case "shadow" -> ReadPolicy.SHADOW;
            default ->
                throw new IllegalArgumentException(
                        "replica (reads are routed), primary (they are not) or shadow (they are"
                                + " not, but are counted as if they were)");
        };
    }

    /** Parses the JNDI names of the replicas. An empty text means that nothing is set. */
    static List<String> replicas(String text) {
        List<String> names = listed(text);
        if (names.contains("")) {
            throw new IllegalArgumentException(
                    "JNDI names of data sources, separated by commas, such as jdbc/replica-1,jdbc/replica-2");
        }
        if (Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("names that differ: each replica once");
        }
        return names;
    }

    /** Parses the weights of the replicas. An empty text means equal weights. */
    static List<Double> weights(String text) {
        List<String> weights = listed(text);
        if (!weights.stream().allMatch(weight -> weight.matches("\\d{1,4}") && !weight.matches("0+"))) {
            throw new IllegalArgumentException("one number from 1 to 9999 for each replica, separated by commas");
        }
        return weights.stream().map(Double::valueOf).toList();
    }

    private static List<String> listed(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",", -1)).map(String::trim).toList();
    }

    static double loadFactor(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,3})?") || Double.parseDouble(text) <= 1) {
            throw new IllegalArgumentException("a number greater than 1 and less than 1000, such as 1.25");
        }
        return Double.parseDouble(text);
    }

    /** Parses the share of callers whose reads may use a replica. */
    static CallerShare callerShare(String text) {
        return new CallerShare(percentage(text));
    }

    /** Parses the share of reads that are audited in shadow mode. */
    static double auditShare(String text) {
        return percentage(text);
    }

    private static double percentage(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,4})?%")) {
            throw percentageExpected();
        }
        BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
        if (percent.compareTo(HUNDRED) > 0) {
            throw percentageExpected();
        }
        return percent.divide(HUNDRED).doubleValue();
    }

    private static IllegalArgumentException percentageExpected() {
        return new IllegalArgumentException("a percentage from 0% to 100%, such as 5% or 0.5%");
    }

    /** Parses the most reads that the primary runs at once for want of a replica. An empty text means no limit. */
    static OptionalInt concurrentReads(String text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("a number from 1 to 9999, or no value for no limit");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /** Parses the largest share of reads that the primary runs for want of a replica. An empty text means no limit. */
    static OptionalDouble divertedShare(String text) {
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        double share = text.matches("[01]?(\\.\\d{1,6})?") && !text.equals(".") ? Double.parseDouble(text) : 0;
        if (share <= 0 || share > 1) {
            throw new IllegalArgumentException(
                    "a number greater than 0 and at most 1, such as 0.1, or no value for no limit");
        }
        return OptionalDouble.of(share);
    }

    static URI redis(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException unreadable) {
            // The exception's message would contain the password.
            uri = URI.create("");
        }
        RedisSettings.check(uri);
        return uri;
    }

    static OptionalInt redisReplicas(String text) {
        if (text.equals("auto")) {
            return OptionalInt.empty();
        }
        if (!text.matches("\\d")) {
            throw new IllegalArgumentException("auto or a number from 0 to 9");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    static OnUnsafe eviction(String text) {
        return switch (text) {
            case "warn" -> OnUnsafe.WARN;
            case "refuse" -> OnUnsafe.REFUSE;
            default -> throw new IllegalArgumentException("warn or refuse (callers read from the primary)");
        };
    }

    static Callers callers(String text) {
        return switch (text) {
            case "plain" -> Callers.PLAIN;
            case "hashed" -> Callers.HASHED;
            default -> throw new IllegalArgumentException("plain or hashed (SHA-256)");
        };
    }

    static PendingSettings.AnnouncementPolicy pendingPolicy(String text) {
        return switch (text) {
            case "first-write" -> PendingSettings.AnnouncementPolicy.FIRST_WRITE;
            case "commit" -> PendingSettings.AnnouncementPolicy.COMMIT;
            case "off" -> PendingSettings.AnnouncementPolicy.OFF;
            default -> throw new IllegalArgumentException("first-write, commit or off");
        };
    }

    static OnUnavailable unavailable(String text) {
        return switch (text) {
            case "proceed" -> OnUnavailable.PROCEED;
            case "refuse" -> OnUnavailable.REFUSE;
            default -> throw new IllegalArgumentException("proceed or refuse (the write fails)");
        };
    }

    static Optional<SecretKey> secretKey(String text) {
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

    static RequestCaller caller(String text) {
        return switch (text) {
            case "principal" -> RequestCaller.PRINCIPAL;
            case "session" -> RequestCaller.SESSION;
            default ->
                throw new IllegalArgumentException("principal or session (without a principal, the HTTP session)");
        };
    }

    static Telling telling(String text) {
        return switch (text) {
            case "needed" -> Telling.NEEDED;
            case "always" -> Telling.ALWAYS;
            default -> throw new IllegalArgumentException("needed or always");
        };
    }

    static Form form(String text) {
        return switch (text) {
            case "cookie" -> Form.COOKIE;
            case "header" -> Form.HEADER;
            default -> throw new IllegalArgumentException("cookie or header");
        };
    }

    static int connections(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("a number from 1 to 9999");
        }
        return Integer.parseInt(text);
    }

    static String namespace(String text) {
        if (!text.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("1 to 64 letters, digits, dots, hyphens or underscores");
        }
        return text;
    }

    static CollationRule collations(String text) {
        return switch (text) {
            case "require" -> CollationRule.REQUIRE_SAME;
            case "accept" -> CollationRule.ACCEPT_ANY;
            default ->
                throw new IllegalArgumentException(
                        "require (the primary's versions) or accept (they are not compared)");
        };
    }

    static RouteHeaders headers(String text) {
        return isTrue(text) ? RouteHeaders.ON : RouteHeaders.OFF;
    }

    static ReadinessPolicy readiness(String text) {
        return switch (text) {
            case "primary" -> ReadinessPolicy.PRIMARY;
            case "reads" -> ReadinessPolicy.READS;
            case "always" -> ReadinessPolicy.ALWAYS;
            default -> throw new IllegalArgumentException("primary, reads (the primary or a replica) or always");
        };
    }

    static HealthDetails healthDetails(String text) {
        return isTrue(text) ? HealthDetails.SHOWN : HealthDetails.HIDDEN;
    }

    static Start start(String text) {
        return isTrue(text) ? Start.STRICT : Start.ALWAYS;
    }

    static Unversioned unversioned(String text) {
        return switch (text) {
            case "allow" -> Unversioned.ALLOW;
            case "warn" -> Unversioned.WARN;
            case "refuse" -> Unversioned.REFUSE;
            default -> throw new IllegalArgumentException("warn, refuse or allow");
        };
    }

    static SharedCache sharedCache(String text) {
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

    /** Parses the role of the status page. An empty text means that nothing is set. */
    static Optional<String> role(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.isBlank() || !text.equals(text.strip()) || text.chars().anyMatch(c -> c < ' ' || c == '*')) {
            throw new IllegalArgumentException("the name of one role of the application, without * and without blanks"
                    + " at either end, such as operator; or remove the setting for no page");
        }
        return Optional.of(text);
    }

    static StatementTexts statementTexts(String text) {
        return isTrue(text) ? StatementTexts.SHOWN : StatementTexts.HIDDEN;
    }
}
