package io.tidemark.routing;

/**
 * The share of callers whose reads may use a replica. The others read from the primary.
 *
 * <p>A caller is in the share, or not, by a hash of its name, so that all nodes agree and a caller keeps its server. A larger
 * share contains all callers of a smaller one. The choice of a replica by {@link RendezvousOrder} is independent of it.
 *
 * @param fraction from 0, nobody, to 1, everybody
 */
public record CallerShare(double fraction) {

    /** All callers. */
    public static final CallerShare ALL = new CallerShare(1);

    /**
     * Checks the fraction.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public CallerShare {
        // Also refuses NaN.
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("The share of callers is " + fraction
                    + "; expected a fraction from 0 (all reads on the primary) to 1 (reads of all callers are routed)");
        }
    }

    boolean isAll() {
        return fraction == 1;
    }

    /** Whether the caller of this name is in the share. */
    boolean contains(String caller) {
        return RendezvousOrder.uniform(RendezvousOrder.hash(caller)) < fraction;
    }
}
