package io.tidemark.cdi;

import io.tidemark.RoutingMXBean;
import io.tidemark.Status;
import java.util.OptionalLong;

/**
 * A row of the MBean's table of replicas. JMX reads its getters through the interface, which is public. Immutable.
 *
 * @param of the state of the replica
 */
record JmxReplica(Status.Replica of) implements RoutingMXBean.Replica {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final long UNKNOWN = -1;

    @Override
    public String getName() {
        return of.name();
    }

    @Override
    public boolean isEligible() {
        return of.eligible();
    }

    @Override
    public boolean isDrained() {
        return of.drained();
    }

    @Override
    public boolean isQuarantined() {
        return of.quarantined();
    }

    @Override
    public int getInFlight() {
        return of.inFlight();
    }

    @Override
    public String getPosition() {
        return of.position().orElse("");
    }

    @Override
    public long getLagMillis() {
        return of.lagMillis().orElse(UNKNOWN);
    }

    @Override
    public long getLagBytes() {
        return of.lagBytes().orElse(UNKNOWN);
    }

    @Override
    public double getClockSeconds() {
        OptionalLong millis = of.clockMillis();
        return millis.isPresent() ? millis.getAsLong() / MILLIS_PER_SECOND : Double.NaN;
    }

    @Override
    public String getProblem() {
        return of.problem().orElse("");
    }
}
