package io.tidemark.cdi;

import io.tidemark.Caller;
import io.tidemark.Reason;
import io.tidemark.RouteDecision;
import io.tidemark.RoutingMXBean;
import io.tidemark.RoutingStarted;
import io.tidemark.Status;
import io.tidemark.health.HealthDetails;
import io.tidemark.health.ReadinessPolicy;
import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.jdbc.StatementObservers;
import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.jta.JtaTransactions;
import io.tidemark.marks.MarkStore;
import io.tidemark.routing.CurrentCaller;
import io.tidemark.routing.Decision;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RunningScopePropagation;
import io.tidemark.routing.ScopePropagation;
import io.tidemark.routing.Scopes;
import io.tidemark.sql.Classifier;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.NodeView;
import io.tidemark.telemetry.StatementFeed;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.time.Ticker;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import io.tidemark.web.PageSettings;
import io.tidemark.web.PositionTokens;
import io.tidemark.web.RequestCaller;
import io.tidemark.web.RouteHeaders;
import io.tidemark.writes.PendingEntries;
import io.tidemark.writes.Transactions;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Assembles the library for one application: data sources, router, scopes, status, JMX. Thread-safe. */
final class ApplicationAssembly {

    private static final System.Logger LOG = System.getLogger(ApplicationAssembly.class.getName());

    private final Scopes scopes = new Scopes();
    private final RouteCounters counters = new RouteCounters();
    private final StatementFeed feed = new StatementFeed();
    private final Classifier classifier;

    private final BeanManager beans;
    private final Telemetry telemetry;
    private final TidemarkSettings settings;
    private final DataSource primary;
    private final Optional<ContainerReplication> replication;
    private final Router router;
    private final ScopePropagation contexts;
    private final PositionTokens tokens;
    private final RoutingEffectCheck effect;
    private final JmxRegistration registration;
    private final Queue<String> findings = new ConcurrentLinkedQueue<>();
    private final Queue<RoutedDataSource> made = new ConcurrentLinkedQueue<>();

    /**
     * Assembles the library without starting it.
     *
     * @param inRequest whether this thread serves an HTTP request
     * @param telemetry receives the events of this node
     * @throws IllegalArgumentException if a setting is wrong, or contains a name that JNDI does not hold
     */
    ApplicationAssembly(BeanManager beans, Caller caller, BooleanSupplier inRequest, Telemetry telemetry) {
        this.beans = beans;
        this.telemetry = telemetry;
        this.effect = new RoutingEffectCheck(counters::counted, inRequest);
        this.settings = new SettingsReader(SettingsSource.ofServer()).read();
        JndiDataSources dataSources = JndiDataSources.ofServer();
        this.primary = dataSources.primary(settings.jndi().primary());
        List<ReplicaSetting> replicas = dataSources.replicas(settings.jndi().replicas());
        settings.refuseAuditWithout(replicas);
        this.classifier = replicas.isEmpty() ? Classifier.withoutReplica() : new Classifier();
        this.replication = replicas.isEmpty()
                ? Optional.empty()
                : Optional.of(new ContainerReplication(settings, primary, replicas, classifier, telemetry));
        Caller current = new CurrentCaller(scopes, caller);
        this.router = new Router(
                scopes,
                current,
                transactions(),
                replication.map(ContainerReplication::replication),
                settings.routing(),
                Ticker.SYSTEM,
                counters,
                observer());
        this.contexts = new ScopePropagation(scopes, current, router, replication.map(ContainerReplication::primary));
        this.tokens = new PositionTokens(settings.tokens(), InstantSource.system());
        this.registration = new JmxRegistration(ManagementFactory.getPlatformMBeanServer());
    }

    private static Transactions transactions() {
        return new JtaTransactions(Jndi.required(
                "java:comp/TransactionSynchronizationRegistry",
                TransactionSynchronizationRegistry.class,
                "Jakarta Transactions"));
    }

    private Consumer<Decision> observer() {
        return telemetry == Telemetry.NONE ? events() : events().andThen(this::reportStatement);
    }

    private void reportStatement(Decision decision) {
        telemetry.statementSent(decision.reason(), decision.replica().map(ReplicaName::text));
    }

    /** Fires an event per statement if a bean observes it, which is known after all beans are. */
    private Consumer<Decision> events() {
        RouteDecision sample = new RouteDecision(
                Reason.NOT_ROUTED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        if (beans.resolveObserverMethods(sample).isEmpty()) {
            return decision -> {};
        }
        return decision -> fire(
                RouteDecision.class,
                new RouteDecision(
                        decision.reason(),
                        decision.required().map(Position::toString),
                        decision.replayed().map(Position::toString),
                        decision.cause(),
                        decision.shadow().map(routed -> routed.decision().reason())));
    }

    private <T> void fire(Class<T> type, T event) {
        try {
            beans.getEvent().select(type).fire(event);
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "An observer of " + event + " failed", failed);
        }
    }

    /**
     * Starts the threads, registers in JMX, and fires {@link RoutingStarted}.
     *
     * @param contextPath the path of the application on this server; empty for the root
     * @throws IllegalStateException if the start is strict and a server is not usable; all threads have ended then
     */
    void start(String contextPath) {
        effect.started();
        replication.ifPresent(ContainerReplication::start);
        if (settings.start() == TidemarkSettings.Start.STRICT) {
            try {
                new StrictStart(this::status, StartDeadline.DEFAULT).await();
            } catch (IllegalStateException refused) {
                stop();
                throw refused;
            }
        }
        registration.register(contextPath, switches());
        RunningScopePropagation.begin(contexts);
        telemetry.started(this::numbers);
        fire(RoutingStarted.class, new RoutingStarted(contextPath.isEmpty() ? "/" : contextPath, status()));
    }

    /** Returns the connections that are kept for polling; see {@link ContainerReplication#leaveServers}. */
    void leaveServers() {
        replication.ifPresent(ContainerReplication::leaveServers);
    }

    void stop() {
        RunningScopePropagation.end(contexts);
        telemetry.stopped();
        registration.close();
        replication.ifPresent(ContainerReplication::close);
        made.forEach(RoutedDataSource::end);
    }

    RoutedDataSource routed(DataSource overPrimary) {
        RoutedDataSource routed = new RoutedDataSource(
                replication
                        .map(known -> known.primaryPool(overPrimary))
                        .orElseGet(() -> PrimaryPool.alone(overPrimary)),
                replication.map(ContainerReplication::replicaPools).orElseGet(List::of),
                router,
                classifier,
                new StatementObservers(new FedStatements(feed), replication.flatMap(ContainerReplication::audits)));
        made.add(routed);
        return routed;
    }

    DataSource routed() {
        return routed(primary);
    }

    Optional<MarkStore> store() {
        return replication.map(ContainerReplication::store);
    }

    RoutedCalls calls() {
        return new RoutedCalls(router, effect);
    }

    Scopes scopes() {
        return scopes;
    }

    ScopePropagation contexts() {
        return contexts;
    }

    PositionTokens tokens() {
        return tokens;
    }

    RequestCaller requestCaller() {
        return settings.caller();
    }

    RouteHeaders headers() {
        return settings.headers();
    }

    PageSettings page() {
        return settings.page();
    }

    /** Keeps a problem of a persistence unit. */
    void found(String finding) {
        findings.add(finding);
    }

    NodeView view() {
        return new NodeView(this::status, () -> List.copyOf(findings), feed);
    }

    RoutingMXBean switches() {
        return new JmxRouting(router.routing(), replication.map(ContainerReplication::replicas), this::status);
    }

    ReadinessPolicy readiness() {
        return settings.readiness();
    }

    HealthDetails healthDetails() {
        return settings.healthDetails();
    }

    NodeNumbers numbers() {
        return new NodeNumbers(
                status(),
                tokens.accepted(),
                replication
                        .map(ContainerReplication::entries)
                        .map(PendingEntries::count)
                        .orElse(0));
    }

    Status status() {
        replication.ifPresent(ContainerReplication::retrySoon);
        return StatusReport.of(router, replication, counters, tokens.ignored(), effect.problem(), classifier.causes());
    }
}
