package io.tidemark.holes;

import java.util.Locale;

/**
 * The result for one row.
 *
 * @param details the failure of the test
 */
record Verdict(Hole hole, Kind kind, String details) {

    enum Kind {
        /** The test passes without the mutation and fails with it. */
        SEEN_RED,

        /** The test passes with the mutation, too. */
        NOT_FOUND,

        /** The test fails without a mutation. */
        NOT_GREEN,

        /** The test failed with the mutation, but not because of the behaviour. */
        NOT_RUN;

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static Verdict of(Hole hole, DirectedTests tests) {
        Outcome without = tests.unmutated(hole.test());
        if (without.kind() != Outcome.Kind.PASSED) {
            return new Verdict(hole, Kind.NOT_GREEN, without.toString());
        }
        return of(hole, tests.mutated(hole.test(), hole.mutation()));
    }

    /** {@return the verdict on a test that passes without the mutation, and has this outcome with it} */
    static Verdict of(Hole hole, Outcome with) {
        Kind kind =
                switch (with.kind()) {
                    case FAILED -> Kind.SEEN_RED;
                    case PASSED -> Kind.NOT_FOUND;
                    case BROKEN, ENDLESS -> Kind.NOT_RUN;
                };
        return new Verdict(hole, kind, with.message());
    }

    /** Whether the row holds. */
    boolean holds() {
        return kind == Kind.SEEN_RED;
    }

    @Override
    public String toString() {
        String row = "hole %-3s %-9s %s: %s %s; %s"
                .formatted(
                        hole.number(),
                        kind.words(),
                        hole.title(),
                        hole.remedy().shown(),
                        hole.shownChange(),
                        hole.test().shown());
        return details.isEmpty() ? row : row + " (" + details + ")";
    }
}
