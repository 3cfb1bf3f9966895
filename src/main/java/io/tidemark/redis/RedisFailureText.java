package io.tidemark.redis;

import io.tidemark.wal.FailureMessage;

/** Describes a Redis failure in one sentence for an operator, with the expected state. */
final class RedisFailureText {

    private RedisFailureText() {}

    /** Uses the message of Jedis, and adds the root cause that Jedis hides behind a failed connection. */
    static String inWords(Throwable failed, String expected) {
        return FailureMessage.withRoot(FailureMessage.text(failed), failed) + "; expected " + expected;
    }
}
