package io.tidemark.load;

/**
 * A time of load of one kind on one application.
 *
 * @param application the application's address, with a slash at the end
 * @param users the number of the application's users
 * @param thinkMillis the mean pause between two requests of a {@link Kind#SESSION}
 */
record Phase(String application, Kind kind, int users, int thinkMillis) {

    /** {@return the line for {@link #ofLine}} */
    String toLine() {
        return application + " " + kind + " " + users + " " + thinkMillis;
    }

    static Phase ofLine(String line) {
        String[] words = line.split(" ", -1);
        return new Phase(words[0], Kind.of(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
    }
}
