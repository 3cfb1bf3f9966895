package io.tidemark.marks;

import java.time.Duration;

/**
 * The settings for the use of the store.
 *
 * @param unsafe the use of a store that may lose marks at any time
 * @param clockTolerance the tolerated step of its clock; much shorter than the horizon
 * @param checks the interval of its checks while it is in use
 */
public record StoreSettings(OnUnsafe unsafe, Duration clockTolerance, Duration checks) {

    /** The use of a store that may lose marks at any time, because it evicts them. */
    public enum OnUnsafe {
        /**
         * The store is used, after a warning. A lost mark is noticed and replaced by a floor; a lost pending entry is
         * not noticed.
         */
        WARN,
        /** The store is written, for other nodes, but every read of a caller goes to the primary. */
        REFUSE
    }

    /** Returns the settings for a store with this horizon. */
    public static StoreSettings of(OnUnsafe unsafe, Duration horizon) {
        Duration second = Duration.ofSeconds(1);
        Duration tenth = horizon.dividedBy(10);
        return new StoreSettings(unsafe, tenth.compareTo(second) < 0 ? tenth : second, second);
    }
}
