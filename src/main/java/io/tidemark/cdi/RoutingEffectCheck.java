package io.tidemark.cdi;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Detects that routing has no effect although annotated methods are called, and logs one warning. It counts only the first
 * calls. Thread-safe.
 */
final class RoutingEffectCheck {

    private static final System.Logger LOG = System.getLogger(RoutingEffectCheck.class.getName());

    /** The calls before the check. Fewer calls may not contain a read. */
    static final int CALLS = 12;

    private static final String NO_STATEMENT =
            "Routing has no effect: %d calls of methods under @RoutedReads have run, and no statement passed through a routed"
                    + " connection. Check persistence.xml: for Hibernate, the property"
                    + " hibernate.connection.provider_class is io.tidemark.hibernate.RoutedConnectionProvider; for"
                    + " EclipseLink, eclipselink.session.customizer is io.tidemark.eclipselink.RoutedSessionCustomizer; and"
                    + " the methods use that persistence unit. Plain JDBC takes its connections from @Inject @Routed DataSource.";

    private static final String NOT_STARTED =
            "Routing has no effect: the library's servlet listener and filter are not in use, so every read goes to the"
                    + " primary. The likely cause is metadata-complete=\"true\" in web.xml. Remove it, or declare the listener"
                    + " io.tidemark.cdi.ApplicationStart and the filter io.tidemark.web.RoutingFilter there (for /*, with the"
                    + " dispatchers REQUEST, ASYNC and ERROR).";

    private final BooleanSupplier routed;
    private final BooleanSupplier inRequest;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean started;
    private volatile boolean missed;

    /**
     * Prepares the check.
     *
     * @param routed whether any statement has passed through a routed connection
     * @param inRequest whether this thread serves an HTTP request: the servlet listeners have run by then
     */
    RoutingEffectCheck(BooleanSupplier routed, BooleanSupplier inRequest) {
        this.routed = routed;
        this.inRequest = inRequest;
    }

    /** The application's servlet listener has run. */
    void started() {
        started = true;
    }

    /** A call of an annotated method begins. */
    void called() {
        if (calls.get() <= CALLS && calls.incrementAndGet() == CALLS + 1) {
            look();
        }
    }

    private void look() {
        missed = !started && inRequest.getAsBoolean();
        if (!started && !missed) {
            // The application is still starting. Later calls decide.
            calls.set(0);
            return;
        }
        problem().ifPresent(problem -> LOG.log(System.Logger.Level.WARNING, problem));
    }

    /** Returns the reason why routing has no effect; empty if it has one, or if there were too few calls. */
    Optional<String> problem() {
        if (missed && !started) {
            return Optional.of(NOT_STARTED);
        }
        return calls.get() > CALLS && !routed.getAsBoolean()
                ? Optional.of(NO_STATEMENT.formatted(CALLS))
                : Optional.empty();
    }
}
