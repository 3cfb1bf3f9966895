package io.tidemark.redis;

import io.tidemark.wal.FailureMessage;

/** A failure between here and Redis, in one sentence for an operator, with what is expected instead. */
final class RedisFailureText {

    private RedisFailureText() {}

    /** As Jedis says it, with the reason that Jedis hides behind a connection that could not be made. */
    static String inWords(Throwable failed, String expected) {
        return FailureMessage.withRoot(FailureMessage.text(failed), failed) + "; expected " + expected;
    }
}
