package io.tidemark.routing;

import io.tidemark.ReadsUnavailable;
import java.util.Optional;

/**
 * Two permissions of one read.
 *
 * @param first closed last
 * @param second closed first
 */
record JointAdmission(Admission first, Admission second) implements Admission {

    @Override
    public Optional<ReadsUnavailable> lost(String why) {
        Optional<ReadsUnavailable> thrown = first.lost(why);
        return thrown.isPresent() ? thrown : second.lost(why);
    }

    @Override
    public Optional<Decision> instead() {
        return first.instead().or(second::instead);
    }

    @Override
    public void close() {
        try {
            second.close();
        } finally {
            first.close();
        }
    }
}
