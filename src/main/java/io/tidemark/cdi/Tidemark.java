package io.tidemark.cdi;

import io.tidemark.Caller;
import io.tidemark.Routed;
import io.tidemark.RoutingMXBean;
import io.tidemark.Status;
import io.tidemark.health.HealthDetails;
import io.tidemark.health.ReadinessPolicy;
import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.marks.MarkStore;
import io.tidemark.routing.ScopePropagation;
import io.tidemark.routing.Scopes;
import io.tidemark.telemetry.NodeNumbers;
import io.tidemark.telemetry.NodeView;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.web.PageSettings;
import io.tidemark.web.PositionTokens;
import io.tidemark.web.RequestCaller;
import io.tidemark.web.RouteHeaders;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The library's bean, one per application: created at deployment from the settings and JNDI, and closed with the
 * application. Produces the routed data source and the objects that the other adapters inject.
 *
 * <p>Only local faults fail the deployment: a wrong value, or a JNDI name without a data source. All servers may be down.
 */
@ApplicationScoped
public class Tidemark {

    @Inject
    BeanManager beans;

    @Inject
    Instance<Caller> callers;

    @Inject
    Instance<HttpServletRequest> request;

    /** One bean for each API for telemetry that the server has. */
    @Inject
    Instance<Telemetry> telemetry;

    private ApplicationAssembly assembly;

    /**
     * Runs before any other code of the application. Static, because it is too early to create the bean.
     */
    static void refuseOtherPlaces(@Observes @Initialized(ApplicationScoped.class) Object started) {
        WarCheck.requireWar();
    }

    @PostConstruct
    void assemble() {
        WarCheck.requireWar();
        Caller caller = CallerSelection.of(callers, this::servesRequest, this::carriesRequest);
        assembly = new ApplicationAssembly(
                beans,
                caller,
                this::servesRequest,
                Telemetry.of(telemetry.stream().toList()));
    }

    private boolean carriesRequest() {
        return assembly.scopes().carriesRequest();
    }

    /** On a thread without a request, each server's proxy throws another exception. */
    private boolean servesRequest() {
        try {
            return request.get().getMethod() != null;
        } catch (RuntimeException noRequest) {
            return false;
        }
    }

    void start(String contextPath) {
        assembly.start(contextPath);
    }

    void leaveServers() {
        assembly.leaveServers();
    }

    @PreDestroy
    void stop() {
        assembly.stop();
    }

    RoutedCalls calls() {
        return assembly.calls();
    }

    RoutedDataSource routed(DataSource primary, Optional<String> finding) {
        finding.ifPresent(assembly::found);
        return assembly.routed(primary);
    }

    @Produces
    @Routed
    @ApplicationScoped
    DataSource routedDataSource() {
        return assembly.routed();
    }

    /**
     * Produces the store of marks, for an application that inspects it.
     *
     * @throws IllegalStateException if there is no store, because there is no replica
     */
    @Produces
    @ApplicationScoped
    MarkStore store() {
        return assembly.store()
                .orElseThrow(() -> new IllegalStateException("There is no store of marks, since there is no replica"));
    }

    @Produces
    @Dependent
    Scopes scopes() {
        return assembly.scopes();
    }

    /** Produces the application's {@link io.tidemark.RoutedWork}, too. */
    @Produces
    @Singleton
    ScopePropagation contexts() {
        return assembly.contexts();
    }

    @Produces
    @Dependent
    RouteHeaders headers() {
        return assembly.headers();
    }

    @Produces
    @Dependent
    PageSettings page() {
        return assembly.page();
    }

    @Produces
    @Dependent
    NodeView view() {
        return assembly.view();
    }

    /** Produces the switches of routing, which are also in JMX. */
    @Produces
    @Dependent
    RoutingMXBean switches() {
        return assembly.switches();
    }

    @Produces
    @Dependent
    ReadinessPolicy readiness() {
        return assembly.readiness();
    }

    @Produces
    @Dependent
    HealthDetails healthDetails() {
        return assembly.healthDetails();
    }

    @Produces
    @Dependent
    RequestCaller requestCaller() {
        return assembly.requestCaller();
    }

    @Produces
    @Dependent
    PositionTokens tokens() {
        return assembly.tokens();
    }

    @Produces
    @Dependent
    NodeNumbers numbers() {
        return assembly.numbers();
    }

    @Produces
    @Dependent
    Status status() {
        return assembly.status();
    }
}
