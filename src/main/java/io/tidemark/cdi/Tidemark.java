package io.tidemark.cdi;

import io.tidemark.Caller;
import io.tidemark.Routed;
import io.tidemark.Status;
import io.tidemark.health.HealthDetails;
import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.marks.MarkStore;
import io.tidemark.routing.ScopePropagation;
import io.tidemark.routing.Scopes;
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
import javax.sql.DataSource;

/**
 * The application's one instance of the library: made at deployment, from the settings and what JNDI holds, and taken
 * down with the application.
 *
 * <p>Only local faults fail the deployment: a bad value, a JNDI name that leads nowhere. The servers may all be down.
 */
@ApplicationScoped
public class Tidemark {

    @Inject
    BeanManager beans;

    @Inject
    Instance<Caller> callers;

    @Inject
    Instance<HttpServletRequest> request;

    private Assembly assembly;

    /** As early as anything of the application runs. Static, so that it does not make the instance, for which it is too early. */
    static void refuseOtherPlaces(@Observes @Initialized(ApplicationScoped.class) Object started) {
        Placement.requireWar();
    }

    @PostConstruct
    void assemble() {
        Placement.requireWar();
        assembly = new Assembly(beans, CallerChoice.of(callers, this::servesRequest), this::servesRequest);
    }

    /** On a thread without a request, the server's proxy fails in a way of its own. */
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

    RoutedDataSource routed(DataSource primary) {
        return assembly.routed(primary);
    }

    @Produces
    @Routed
    @ApplicationScoped
    DataSource routedDataSource() {
        return assembly.routed();
    }

    /**
     * The store of marks, for an application that wants to look.
     *
     * @throws IllegalStateException if there is none, because there is no replica
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

    /** Also the application's {@link io.tidemark.RoutedWork}. */
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
    Status status() {
        return assembly.status();
    }
}
