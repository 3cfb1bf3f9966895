package io.tidemark.marks;

import java.time.Duration;

/**
 * What may be set about the use of the store.
 *
 * @param unsafe what a store that may lose marks at any time is good for
 * @param clockTolerance how far its clock may jump; much shorter than the horizon
 * @param checks how often it is checked while it is in use
 */
public record StoreSettings(OnUnsafe unsafe, Duration clockTolerance, Duration checks) {

    /** What to do with a store that may lose marks at any time, because it evicts them. */
    public enum OnUnsafe {
        /** It is used, after a warning: a lost mark is noticed, and made up for, but a pending write that is lost is not. */
        WARN,
        /** It is written, for others, but every read of a caller goes to the primary. */
        REFUSE
    }

    /** A store of which marks live that long. */
    public static StoreSettings of(OnUnsafe unsafe, Duration horizon) {
        Duration second = Duration.ofSeconds(1);
        Duration tenth = horizon.dividedBy(10);
        return new StoreSettings(unsafe, tenth.compareTo(second) < 0 ? tenth : second, second);
    }
}
