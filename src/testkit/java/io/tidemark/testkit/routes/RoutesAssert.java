package io.tidemark.testkit.routes;

import io.tidemark.Reason;
import io.tidemark.Route;
import java.util.List;
import java.util.Optional;

/** Assertions on routes. A failure lists all statements with their servers, reasons and positions. Immutable. */
public final class RoutesAssert {

    private final Routes actual;

    RoutesAssert(Routes actual) {
        this.actual = actual;
    }

    /**
     * Asserts the route of each statement, in order.
     *
     * @throws AssertionError if they differ, or if the headers do not list all statements
     */
    public RoutesAssert were(Route... expected) {
        return compare("routes", List.of(expected), Optional.of(actual.routes()), "");
    }

    /**
     * Asserts the reason of each statement, in order.
     *
     * @throws AssertionError if they differ, or if the source has no reasons, as headers have not
     */
    public RoutesAssert wereBecauseOf(Reason... expected) {
        return compare(
                "reasons",
                List.of(expected),
                actual.reasons(),
                "Headers have the reason of the last read only: use lastReadWasBecauseOf, or RecordedRoutes");
    }

    /**
     * Asserts the reason of the last read.
     *
     * @throws AssertionError if it differs, or if there was no read
     */
    public RoutesAssert lastReadWasBecauseOf(Reason expected) {
        if (!actual.lastRead().equals(Optional.of(expected))) {
            throw failure(
                    "reason of the last read",
                    expected,
                    actual.lastRead().<Object>map(each -> each).orElse("no read"));
        }
        return this;
    }

    private <T> RoutesAssert compare(String what, List<T> expected, Optional<List<T>> found, String ifUnknown) {
        if (found.isEmpty()) {
            throw new AssertionError("The " + what + " are unknown. " + ifUnknown);
        }
        if (!actual.unlisted().isEmpty() || !found.get().equals(expected)) {
            throw failure(what, expected, found.get());
        }
        return this;
    }

    private AssertionError failure(String what, Object expected, Object found) {
        return new AssertionError("Unexpected " + what + "\nexpected: " + expected + "\nbut was:  " + found
                + "\nThe statements:\n" + actual);
    }
}
