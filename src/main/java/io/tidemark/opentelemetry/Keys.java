package io.tidemark.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.tidemark.telemetry.Metric;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import java.util.Map;

/**
 * The keys of attributes. Those without a prefix of Tidemark are keys of the semantic conventions.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/database/">OpenTelemetry, semantic conventions for
 *     databases</a>
 */
final class Keys {

    static final AttributeKey<String> ROUTE = own("route");
    static final AttributeKey<String> REASON = own("reason");
    static final AttributeKey<String> REPLICA = own("replica");

    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");

    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");

    private Keys() {}

    private static AttributeKey<String> own(String name) {
        return AttributeKey.stringKey(Metric.PREFIX + name);
    }

    /** Returns the attributes for the tags of a figure. */
    static Attributes of(Map<String, String> tags) {
        AttributesBuilder attributes = Attributes.builder();
        tags.forEach((name, value) -> attributes.put(own(name), value));
        return attributes.build();
    }

    /** Begins the attributes of a round trip to a server of that kind. */
    static AttributesBuilder of(String database, RoundTrip trip) {
        AttributesBuilder attributes = Attributes.builder().put(DATABASE, database);
        trip.server()
                .ifPresent(server ->
                        attributes.put(ADDRESS, server.getHostString()).put(PORT, (long) server.getPort()));
        trip.error().ifPresent(error -> attributes.put(ERROR, error));
        return attributes;
    }
}
