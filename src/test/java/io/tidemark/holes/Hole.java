package io.tidemark.holes;

import java.util.Optional;

/**
 * One row of the table: a hole of other routers, or a former fault, and the mutation that brings it back.
 *
 * @param number the number of the hole, which several rows may share
 * @param title the hole in a few words
 * @param remedy the method of the production code that closes it
 * @param words the change that opens it again
 * @param test the test that must fail then
 */
record Hole(String number, String title, MethodName remedy, String words, MethodName test) {

    /** The words for a change that no build makes, because the test needs an application server with another WAR. */
    private static final String BY_HAND = "by hand: ";

    /** The occasions on which a row is checked. */
    enum Occasion {
        EACH_BUILD("each build"),

        /** Runs of the slow tests, since the test needs real servers. */
        SLOW_TESTS("slow tests"),

        BY_HAND("by hand");

        private final String shown;

        Occasion(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    Occasion occasion() {
        if (words.startsWith(BY_HAND)) {
            return Occasion.BY_HAND;
        }
        return test.type().endsWith("IT") ? Occasion.SLOW_TESTS : Occasion.EACH_BUILD;
    }

    /** {@return the mutation; empty for a row that was checked by hand} */
    Optional<Mutation> mutation() {
        return occasion() == Occasion.BY_HAND
                ? Optional.empty()
                : Optional.of(new Mutation(remedy, ChangeWords.parse(words)));
    }

    /** {@return the name of the row among tests} */
    String name() {
        return "hole " + number + ": " + remedy.shown() + " " + shownChange();
    }

    /** {@return the change as the manual shows it} */
    String shownChange() {
        return words.startsWith(BY_HAND) ? words.substring(BY_HAND.length()) : words;
    }
}
