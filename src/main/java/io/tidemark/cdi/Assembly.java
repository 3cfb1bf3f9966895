package io.tidemark.cdi;

import io.tidemark.Caller;
import io.tidemark.Reason;
import io.tidemark.RouteDecision;
import io.tidemark.RoutingStarted;
import io.tidemark.Status;
import io.tidemark.health.HealthDetails;
import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.jta.JtaTransactions;
import io.tidemark.marks.MarkStore;
import io.tidemark.routing.Contexts;
import io.tidemark.routing.CurrentCaller;
import io.tidemark.routing.Decision;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RouterSettings;
import io.tidemark.routing.RunningContexts;
import io.tidemark.routing.Scopes;
import io.tidemark.sql.Classifier;
import io.tidemark.wal.Position;
import io.tidemark.wal.Ticker;
import io.tidemark.web.PositionTokens;
import io.tidemark.web.RequestCaller;
import io.tidemark.web.RouteHeaders;
import io.tidemark.writes.Transactions;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The parts of the library, put together once for an application. Thread-safe. */
final class Assembly {

    private static final System.Logger LOG = System.getLogger(Assembly.class.getName());

    private final Scopes scopes = new Scopes();
    private final RouteCounters counters = new RouteCounters();
    private final Classifier classifier;

    private final BeanManager beans;
    private final Settings settings;
    private final DataSource primary;
    private final Optional<Watches> watches;
    private final Router router;
    private final Contexts contexts;
    private final PositionTokens tokens;
    private final RoutingEffect effect;
    private final RoutingRegistration registration;
    private final Queue<RoutedDataSource> made = new ConcurrentLinkedQueue<>();

    /**
     * Puts the parts together, and starts nothing.
     *
     * @param inRequest whether this thread serves an HTTP request
     * @throws IllegalArgumentException if a setting is wrong, or names what JNDI does not hold
     */
    Assembly(BeanManager beans, Caller caller, BooleanSupplier inRequest) {
        this.beans = beans;
        this.effect = new RoutingEffect(counters::counted, inRequest);
        this.settings = new SettingsReader(SettingsSource.ofServer()).read();
        JndiDataSources dataSources = JndiDataSources.ofServer();
        this.primary = dataSources.primary(settings.primaryJndi());
        Optional<DataSource> replica = dataSources.replica(settings.replicaJndi());
        this.classifier = replica.isPresent() ? new Classifier() : Classifier.withoutReplica();
        this.watches = replica.map(source -> new Watches(settings, primary, source, classifier));
        Caller current = new CurrentCaller(scopes, caller);
        this.router = new Router(
                scopes,
                current,
                transactions(),
                watches.map(Watches::replication),
                new RouterSettings(settings.routing(), settings.replicaWait(), settings.markAge()),
                Ticker.SYSTEM,
                counters,
                observer());
        this.contexts = new Contexts(scopes, current, router, watches.map(Watches::primary));
        this.tokens = new PositionTokens(settings.tokens(), InstantSource.system());
        this.registration = new RoutingRegistration(ManagementFactory.getPlatformMBeanServer());
    }

    private static Transactions transactions() {
        return new JtaTransactions(Jndi.required(
                "java:comp/TransactionSynchronizationRegistry",
                TransactionSynchronizationRegistry.class,
                "Jakarta Transactions"));
    }

    /** Fires an event per statement if something observes it, which is known once all beans are. */
    private Consumer<Decision> observer() {
        RouteDecision sample =
                new RouteDecision(Reason.NOT_ROUTED, Optional.empty(), Optional.empty(), Optional.empty());
        if (beans.resolveObserverMethods(sample).isEmpty()) {
            return decision -> {};
        }
        return decision -> fire(
                RouteDecision.class,
                new RouteDecision(
                        decision.reason(),
                        decision.required().map(Position::toString),
                        decision.replayed().map(Position::toString),
                        decision.cause()));
    }

    private <T> void fire(Class<T> type, T event) {
        try {
            beans.getEvent().select(type).fire(event);
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "An observer of " + event + " failed", failed);
        }
    }

    /**
     * Starts what watches the servers, and what operators see, and tells those who observe it.
     *
     * @param contextPath where the application is on this server; empty for its root
     * @throws IllegalStateException if the start is strict and not all servers can be used; nothing runs then
     */
    void start(String contextPath) {
        effect.started();
        watches.ifPresent(Watches::start);
        if (settings.start() == Settings.Start.STRICT) {
            try {
                new StrictStart(this::status, Patience.OF_A_START).await();
            } catch (IllegalStateException refused) {
                stop();
                throw refused;
            }
        }
        registration.register(contextPath, new RoutingConsole(router.routing(), this::status));
        RunningContexts.begin(contexts);
        fire(RoutingStarted.class, new RoutingStarted(contextPath.isEmpty() ? "/" : contextPath, status()));
    }

    /** Returns the connections that are kept; see {@link Watches#leaveServers}. */
    void leaveServers() {
        watches.ifPresent(Watches::leaveServers);
    }

    void stop() {
        RunningContexts.end(contexts);
        registration.close();
        watches.ifPresent(Watches::close);
        made.forEach(RoutedDataSource::end);
    }

    RoutedDataSource routed(DataSource overPrimary) {
        RoutedDataSource routed = new RoutedDataSource(
                watches.map(watched -> watched.primaryPool(overPrimary))
                        .orElseGet(() -> PrimaryPool.alone(overPrimary)),
                watches.map(Watches::replicaPool),
                router,
                classifier);
        made.add(routed);
        return routed;
    }

    DataSource routed() {
        return routed(primary);
    }

    Optional<MarkStore> store() {
        return watches.map(Watches::store);
    }

    RoutedCalls calls() {
        return new RoutedCalls(scopes, effect);
    }

    Scopes scopes() {
        return scopes;
    }

    Contexts contexts() {
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

    HealthDetails healthDetails() {
        return settings.healthDetails();
    }

    Status status() {
        watches.ifPresent(Watches::seek);
        return StatusReport.of(
                router.routing(), watches, counters, tokens.ignored(), effect.problem(), classifier.causes());
    }
}
