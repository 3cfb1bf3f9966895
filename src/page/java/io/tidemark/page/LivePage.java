package io.tidemark.page;

import io.tidemark.RoutingMXBean;
import io.tidemark.RoutingStarted;
import io.tidemark.telemetry.NodeView;
import io.tidemark.web.PageSettings;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The live state of this node: one sampler for all open pages, which runs from the start of the routing to the end of the
 * application. Does not run without a role for the page.
 */
@ApplicationScoped
public class LivePage {

    private static final System.Logger LOG = System.getLogger(LivePage.class.getName());

    @Inject
    PageSettings settings;

    @Inject
    RoutingMXBean switches;

    @Inject
    NodeView node;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private final OpenPages pages = new OpenPages();
    private volatile Optional<Sampler> sampler = Optional.empty();
    private volatile Optional<ScheduledFuture<?>> ticks = Optional.empty();

    /** Starts the sampler. */
    void start(@Observes RoutingStarted started) {
        if (settings.role().isEmpty()) {
            return;
        }
        InstantSource clock = InstantSource.system();
        Sampler made = new Sampler(
                () -> new Snapshot(
                        clock.instant(),
                        node.status().get(),
                        switches.getReplicaShare(),
                        node.findings().get()),
                node.statements(),
                pages,
                clock,
                settings.texts());
        sampler = Optional.of(made);
        long period = Sampler.PERIOD.toMillis();
        ticks = Optional.of(scheduler.scheduleAtFixedRate(() -> tick(made), 0, period, TimeUnit.MILLISECONDS));
    }

    /** An exception would end the schedule. */
    private static void tick(Sampler sampler) {
        try {
            sampler.tick();
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "The status page has missed a second", failed);
        }
    }

    /** Ends the sampler and all pages. Has no effect the second time. */
    @PreDestroy
    void stop() {
        ticks.ifPresent(scheduled -> scheduled.cancel(false));
        sampler.ifPresent(Sampler::stop);
        sampler = Optional.empty();
        pages.close();
    }

    OpenPages pages() {
        return pages;
    }

    /** Returns the past, for a page that opens; empty before the start. */
    Optional<Message> history() {
        return sampler.map(Sampler::history);
    }

    RoutingMXBean switches() {
        return switches;
    }
}
