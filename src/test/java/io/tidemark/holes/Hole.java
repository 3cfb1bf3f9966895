package io.tidemark.holes;

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

    /** The mark of a change whose test needs an application server with the mutated application. */
    private static final String DEPLOYED = "deployed: ";

    /** The occasions on which a row is checked. */
    enum Occasion {
        EACH_BUILD("each build"),

        /** Runs of the slow tests, since the test needs real servers. */
        SLOW_TESTS("slow tests"),

        /** Runs on request, with the mutated application in an application server. */
        DEPLOYED("on request");

        private final String shown;

        Occasion(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    Occasion occasion() {
        if (words.startsWith(DEPLOYED)) {
            return Occasion.DEPLOYED;
        }
        return test.type().endsWith("IT") ? Occasion.SLOW_TESTS : Occasion.EACH_BUILD;
    }

    Mutation mutation() {
        return new Mutation(remedy, ChangeWords.parse(shownChange()));
    }

    /** {@return the name of the row among tests} */
    String name() {
        return "hole " + number + ": " + remedy.shown() + " " + shownChange();
    }

    /** {@return the change as the manual shows it} */
    String shownChange() {
        return words.startsWith(DEPLOYED) ? words.substring(DEPLOYED.length()) : words;
    }
}
