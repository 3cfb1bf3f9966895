package io.tidemark.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of all metrics: their names, units and descriptions in OpenTelemetry and in MicroProfile Metrics. A test
 * compares the manual with it.
 *
 * <p>Names in OpenTelemetry begin with {@value #PREFIX}. Units are those of UCUM, and durations are in seconds. Names in
 * MicroProfile Metrics follow Prometheus: they contain the unit, or end in {@code total}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/general/naming/">OpenTelemetry, semantic conventions</a>
 */
public enum Metric {
    STATEMENTS(
            "statements",
            "tidemark_statements_total",
            Kind.COUNTER,
            "{statement}",
            "Number of statements sent by this node since the start of the application, by route and reason."),
    DIVERSIONS(
            "diversions",
            "",
            Kind.COUNTER,
            "{read}",
            "Number of reads that were sent to the primary because no replica could serve them, by reason."),
    RETRIES(
            "retries",
            "",
            Kind.COUNTER,
            "{read}",
            "Number of reads that failed on a replica and were retried on another server, by kind of failure."),
    READ_WAIT(
            "read.wait.duration",
            "",
            Kind.HISTOGRAM,
            "s",
            "Time that a read has waited for a replica to reach a position."),
    /** The count of {@link #READ_WAIT} in OpenTelemetry. */
    READ_WAITS(
            "",
            "tidemark_read_waits_total",
            Kind.COUNTER,
            "{read}",
            "Number of reads that have waited for a replica, whether or not it was in time."),
    /** The sum of {@link #READ_WAIT} in OpenTelemetry. */
    READ_WAIT_TIME(
            "",
            "tidemark_read_wait_seconds_total",
            Kind.COUNTER,
            "s",
            "The time that reads have waited for a replica."),
    MARK_FETCH(
            "mark.fetch.duration",
            "",
            Kind.HISTOGRAM,
            "s",
            "Time that the store has taken to return a caller's marks."),
    MARK_STORE("mark.store.duration", "", Kind.HISTOGRAM, "s", "Time that the store has taken to raise a mark."),
    POSITION_READ(
            "position.read.duration", "", Kind.HISTOGRAM, "s", "Time that a server has taken to return its position."),
    ROUTING_ENABLED(
            "routing.enabled",
            "tidemark_routing_enabled",
            Kind.GAUGE,
            "{node}",
            "Whether reads are routed on this node."),
    SHADOW_ENABLED(
            "shadow.enabled",
            "tidemark_shadow_enabled",
            Kind.GAUGE,
            "{node}",
            "Whether reads on the primary are counted as if they were routed."),
    SHADOW_STATEMENTS(
            "shadow.statements",
            "tidemark_shadow_statements_total",
            Kind.COUNTER,
            "{statement}",
            "Number of statements sent in shadow mode, by the route and reason that routing would have chosen."),
    SHADOW_WAITS(
            "shadow.waits",
            "tidemark_shadow_waits_total",
            Kind.COUNTER,
            "{read}",
            "Number of reads in shadow mode that would first have waited for a replica."),
    SHADOW_AUDITS(
            "shadow.audits",
            "tidemark_shadow_audits_total",
            Kind.COUNTER,
            "{read}",
            "Number of reads in shadow mode that were selected for an audit, by result."),
    PRIMARY_READY(
            "primary.ready",
            "tidemark_primary_ready",
            Kind.GAUGE,
            "{primary}",
            "Whether the primary answered the last poll and is a primary."),
    BUDGET_RUNNING(
            "primary.budget.running",
            "tidemark_primary_budget_running",
            Kind.UP_DOWN_COUNTER,
            "{read}",
            "Number of reads that run on the primary because no replica can serve them."),
    BUDGET_REFUSED(
            "primary.budget.refused",
            "tidemark_primary_budget_refused_total",
            Kind.COUNTER,
            "{read}",
            "Number of reads that were refused because the primary's budget was used up."),
    BUDGET_CONCURRENT(
            "primary.budget.concurrent",
            "tidemark_primary_budget_concurrent",
            Kind.GAUGE,
            "{read}",
            "The most reads on the primary at once that no replica can serve."),
    BUDGET_SHARE(
            "primary.budget.share",
            "tidemark_primary_budget_share_ratio",
            Kind.GAUGE,
            "1",
            "The most reads on the primary that no replica can serve, as a share of the routed reads."),
    REPLICA_ELIGIBLE(
            "replica.eligible",
            "tidemark_replica_eligible",
            Kind.GAUGE,
            "{replica}",
            "Whether the replica may serve reads of new scopes."),
    REPLICA_QUARANTINED(
            "replica.quarantined",
            "tidemark_replica_quarantined",
            Kind.GAUGE,
            "{replica}",
            "Whether the replica is quarantined after failures, or has not served a read since."),
    REPLICA_IN_FLIGHT(
            "replica.in_flight",
            "tidemark_replica_in_flight",
            Kind.UP_DOWN_COUNTER,
            "{read}",
            "Number of reads of this node that hold a connection of the replica, or wait for one."),
    REPLICA_LAG(
            "replica.lag",
            "tidemark_replica_lag_seconds",
            Kind.GAUGE,
            "s",
            "The age of the newest position of the primary that the replica has replayed."),
    REPLICA_BACKLOG(
            "replica.backlog",
            "tidemark_replica_lag_bytes",
            Kind.GAUGE,
            "By",
            "The replica's lag in bytes of WAL behind the primary's last known position."),
    REPLICA_CLOCK(
            "replica.clock.offset",
            "tidemark_replica_clock_seconds",
            Kind.GAUGE,
            "s",
            "Seconds by which the replica's clock is ahead of the primary's; negative if it is behind."),
    REPLICA_QUARANTINES(
            "replica.quarantines",
            "",
            Kind.COUNTER,
            "{quarantine}",
            "Number of times that the replica was quarantined, by reason."),
    STORE_REACHABLE(
            "store.reachable",
            "tidemark_store_reachable",
            Kind.GAUGE,
            "{store}",
            "Whether the store of marks answers and has all marks of this node."),
    STORE_OWED(
            "store.owed",
            "tidemark_store_owed",
            Kind.GAUGE,
            "{store}",
            "Whether this node has marks that it could not store yet."),
    FLOOR_RAISES(
            "floor.raises",
            "",
            Kind.COUNTER,
            "{raise}",
            "Number of times that this node has raised the floor of the store, by reason."),
    PENDING_ENTRIES(
            "pending.entries",
            "",
            Kind.UP_DOWN_COUNTER,
            "{entry}",
            "Number of pending entries that this node holds in the store: writes that are in flight or in doubt."),
    TOKENS("tokens", "", Kind.COUNTER, "{token}", "Number of client positions that were received, by outcome."),
    /** Part of {@link #TOKENS} in OpenTelemetry. */
    IGNORED_TOKENS(
            "",
            "tidemark_ignored_tokens_total",
            Kind.COUNTER,
            "{token}",
            "Number of ignored client positions: forged, malformed, expired, or signed with an unknown key.");

    /** The prefix of all names of Tidemark in OpenTelemetry. */
    public static final String PREFIX = "tidemark.";

    /** The value of {@code db.system.name} for PostgreSQL. */
    public static final String POSTGRESQL = "postgresql";

    /** The value of {@code db.system.name} for Redis. */
    public static final String REDIS = "redis";

    /** The value of {@code error.type} for a wait that ended before a replica reached the position. */
    public static final String TIMEOUT = "timeout";

    /** The kind of a metric in OpenTelemetry. */
    public enum Kind {
        /** A number that only grows. */
        COUNTER,
        /** A number whose sum over nodes is meaningful. */
        UP_DOWN_COUNTER,
        /** A state or a limit. A state is 1 if it applies, otherwise 0. */
        GAUGE,
        /** A distribution of durations. */
        HISTOGRAM
    }

    private final String name;
    private final String microProfileName;
    private final Kind kind;
    private final String unit;
    private final String description;

    /**
     * Adds a metric to the table.
     *
     * @param name the name in OpenTelemetry without the prefix; empty if it has none there
     * @param microProfileName the name in MicroProfile Metrics; empty if it has none there
     */
    Metric(String name, String microProfileName, Kind kind, String unit, String description) {
        this.name = name;
        this.microProfileName = microProfileName;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
    }

    /** Returns the attribute's value for a constant: its name in lower case. */
    public static String value(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the metrics that OpenTelemetry gets. */
    public static List<Metric> ofOpenTelemetry() {
        return Arrays.stream(values())
                .filter(metric -> metric.openTelemetryName().isPresent())
                .toList();
    }

    /** Returns the name in OpenTelemetry; empty if it is not published there. */
    public Optional<String> openTelemetryName() {
        return Optional.of(name).filter(known -> !known.isEmpty()).map(known -> PREFIX + known);
    }

    /** Returns the name in MicroProfile Metrics; empty if it is not published there. */
    public Optional<String> microProfileName() {
        return Optional.of(microProfileName).filter(known -> !known.isEmpty());
    }

    public Kind kind() {
        return kind;
    }

    public String unit() {
        return unit;
    }

    /** Returns one sentence that describes it. */
    public String description() {
        return description;
    }
}
