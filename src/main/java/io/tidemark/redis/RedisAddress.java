package io.tidemark.redis;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The address of Redis with its credentials, parsed from a URI.
 *
 * @param kind the kind of server at the address
 * @param tls whether connections are encrypted, including those to Sentinels
 * @param nodes the server, or some of the Sentinels, or some of the servers of the cluster
 * @param user the Redis user, also used for Sentinels that require one
 * @param password the password of that user
 * @param database always 0 in a cluster
 * @param master the Sentinels' name for the server; empty without Sentinels
 */
record RedisAddress(
        Kind kind,
        boolean tls,
        Set<HostAndPort> nodes,
        Optional<String> user,
        Optional<String> password,
        int database,
        String master) {

    /** The kind of server at an address. */
    enum Kind {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    static final String EXPECTED = "redis://[user:password@]host[:port][/database],"
            + " redis-sentinel://[user:password@]host:port[,host:port]/master[/database]"
            + " or redis-cluster://[user:password@]host:port[,host:port]; with rediss instead of redis for TLS";

    private static final Pattern URI_TEXT = Pattern.compile("(?<scheme>rediss?(?:-sentinel|-cluster)?)://"
            + "(?:(?<user>[^:@/]*):(?<password>[^@/]*)@)?(?<nodes>[^@/?#]+)(?<path>/[^?#]*)?");
    private static final Pattern NODE =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(?::(?<port>\\d{1,5}))?");
    private static final Pattern PATH = Pattern.compile("(?:/(?<master>[^/0-9][^/]*))?(?:/(?<database>\\d{1,4})?)?");
    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final int LAST_PORT = 65535;

    /**
     * Parses a URI.
     *
     * @throws IllegalArgumentException with the expected form, and without any part of the URI, which may contain a
     *     password
     */
    static RedisAddress of(URI uri) {
        Matcher text = URI_TEXT.matcher(uri.toString());
        if (!text.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        String scheme = text.group("scheme");
        Kind kind =
                scheme.endsWith("-sentinel") ? Kind.SENTINEL : scheme.endsWith("-cluster") ? Kind.CLUSTER : Kind.SINGLE;
        Matcher path = PATH.matcher(Optional.ofNullable(text.group("path")).orElse(""));
        if (!path.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        RedisAddress address = new RedisAddress(
                kind,
                scheme.startsWith("rediss"),
                nodes(text.group("nodes"), kind),
                decoded(text.group("user")),
                decoded(text.group("password")),
                Optional.ofNullable(path.group("database"))
                        .map(Integer::parseInt)
                        .orElse(0),
                decoded(path.group("master")).orElse(""));
        return address.checked();
    }

    private RedisAddress checked() {
        boolean right =
                switch (kind) {
                    case SINGLE -> nodes.size() == 1 && master.isEmpty();
                    case SENTINEL -> !master.isEmpty();
                    case CLUSTER -> master.isEmpty() && database == 0;
                };
        if (!right) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return this;
    }

    private static Set<HostAndPort> nodes(String list, Kind kind) {
        Set<HostAndPort> nodes = new LinkedHashSet<>();
        for (String each : Arrays.asList(list.split(",", -1))) {
            Matcher node = NODE.matcher(each);
            if (!node.matches()) {
                throw new IllegalArgumentException(EXPECTED);
            }
            int port = node.group("port") == null
                    ? kind == Kind.SENTINEL ? SENTINEL_PORT : REDIS_PORT
                    : Integer.parseInt(node.group("port"));
            if (port < 1 || port > LAST_PORT) {
                throw new IllegalArgumentException(EXPECTED);
            }
            nodes.add(new HostAndPort(node.group("host").replaceAll("[\\[\\]]", ""), port));
        }
        return nodes;
    }

    private static Optional<String> decoded(@Nullable String part) {
        return Optional.ofNullable(part)
                .filter(given -> !given.isEmpty())
                // A plus sign in a URI is literal; it means a blank only in forms.
                .map(given -> URLDecoder.decode(given.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
}
