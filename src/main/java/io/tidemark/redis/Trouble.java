package io.tidemark.redis;

import org.jspecify.annotations.Nullable;

/** A failure between here and Redis, in one sentence for an operator, with what is expected instead. */
final class Trouble {

    /** Causes may form a cycle. */
    private static final int DEEPEST = 20;

    private Trouble() {}

    /** As Jedis says it, with the reason that Jedis hides behind a connection that could not be made. */
    static String inWords(Throwable failed, String expected) {
        Throwable root = root(failed);
        String said = message(failed);
        String because = said.contains(message(root)) ? "" : ", caused by " + root;
        return said + because + "; expected " + expected;
    }

    private static Throwable root(Throwable failed) {
        Throwable root = failed;
        Throwable behind = behind(failed);
        for (int depth = 0; behind != null && depth < DEEPEST; depth++) {
            root = behind;
            behind = behind(root);
        }
        return root;
    }

    /** The cause. Jedis attaches one failure for each address of a host instead. */
    private static @Nullable Throwable behind(Throwable failed) {
        if (failed.getCause() != null || failed.getSuppressed().length == 0) {
            return failed.getCause();
        }
        return failed.getSuppressed()[0];
    }

    private static String message(Throwable said) {
        return said.getMessage() == null ? said.toString() : said.getMessage();
    }
}
