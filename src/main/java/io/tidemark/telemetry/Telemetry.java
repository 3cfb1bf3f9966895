package io.tidemark.telemetry;

import io.tidemark.Reason;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Receives the events and durations of this node that no {@link NodeNumbers} contain. A port, implemented by adapters
 * for telemetry APIs.
 *
 * <p>Callers pass no name of a caller, no SQL and no token, so none of these can be published. Implementations are
 * thread-safe, quick, and do not throw. Every event but {@link #statementSent} occurs beside a round trip, a wait or a
 * failure. Events may occur before {@link #started} and after {@link #stopped}, and may be dropped then.
 */
public interface Telemetry {

    /** Receives events, and ignores them. */
    Telemetry NONE = new Telemetry() {
        @Override
        public void started(Supplier<NodeNumbers> numbers) {}

        @Override
        public void stopped() {}

        @Override
        public void positionRead(Optional<String> replica, RoundTrip trip) {}

        @Override
        public void marksFetched(RoundTrip trip) {}

        @Override
        public void markStored(RoundTrip trip) {}

        @Override
        public ReadWait beginWait() {
            return replica -> {};
        }

        @Override
        public void floorRaised(FloorCause cause) {}

        @Override
        public void quarantined(String replica, QuarantineCause cause) {}

        @Override
        public void retried(String replica, String error) {}

        @Override
        public void statementSent(Reason reason, Optional<String> replica) {}
    };

    /** Returns a receiver that passes each event to all of these; {@link #NONE} if there are none. */
    static Telemetry of(List<Telemetry> receivers) {
        return switch (receivers.size()) {
            case 0 -> NONE;
            case 1 -> receivers.get(0);
            default -> new CompositeTelemetry(receivers);
        };
    }

    /**
     * A round trip to a server.
     *
     * @param nanos its duration
     * @param server the server that answered, or that should have; empty if it is unknown
     * @param error the kind of its failure; empty if it succeeded
     */
    record RoundTrip(long nanos, Optional<InetSocketAddress> server, Optional<String> error) {}

    /** The wait of a read for a replica. */
    @FunctionalInterface
    interface ReadWait {

        /**
         * Ends the wait, on the thread that began it.
         *
         * @param replica the replica that covers the position; empty if none does
         */
        void end(Optional<String> replica);
    }

    /** The reason why a floor is raised. */
    enum FloorCause {
        /** The store is new, or may have lost marks. */
        MISSING,
        /** This node could not store a mark, or the store's clock was set. */
        OWED,
        /** The primary was replaced, and the floor is on the timeline of its predecessor. */
        TIMELINE
    }

    /** The reason why a replica is quarantined. */
    enum QuarantineCause {
        /** Reads failed on it repeatedly, and succeeded elsewhere. */
        FAILED_READS,
        /** It became usable and unusable repeatedly. */
        CHANGES,
        /** The first read after its quarantine failed. */
        FAILED_PROBE
    }

    /**
     * The application has started.
     *
     * @param numbers returns the current numbers, on any thread
     */
    void started(Supplier<NodeNumbers> numbers);

    /** The application ends. */
    void stopped();

    /**
     * A server was polled for its position.
     *
     * @param replica the name of the replica; empty for the primary
     */
    void positionRead(Optional<String> replica, RoundTrip trip);

    /** The store was asked for the marks of a caller. */
    void marksFetched(RoundTrip trip);

    /** The store was asked to raise a mark. */
    void markStored(RoundTrip trip);

    /** A read begins to wait for a replica on this thread. */
    ReadWait beginWait();

    /** This node has raised the floor. */
    void floorRaised(FloorCause cause);

    /** A replica is quarantined from now on. */
    void quarantined(String replica, QuarantineCause cause);

    /**
     * A read that failed on a replica is retried on another server.
     *
     * @param error the kind of failure, in lower case
     */
    void retried(String replica, String error);

    /**
     * A statement is sent on this thread.
     *
     * @param replica the name of the replica; empty for the primary
     */
    void statementSent(Reason reason, Optional<String> replica);
}
