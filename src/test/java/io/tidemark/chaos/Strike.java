package io.tidemark.chaos;

/**
 * Carries out one planned fault.
 *
 * @param begin begins it
 * @param end ends it, and returns when the server works again. It also runs if the begin has failed
 */
record Strike(Action begin, Action end) {

    /** A part of a strike. */
    interface Action {
        void run() throws Exception;
    }

    /** {@return a strike that is over at once} */
    static Strike atOnce(Action action) {
        return new Strike(action, () -> {});
    }
}
