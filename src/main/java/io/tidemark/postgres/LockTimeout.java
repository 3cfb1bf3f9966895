package io.tidemark.postgres;

import java.time.Duration;

/**
 * Bounds the time for which a read on a replica waits for a lock. Replay holds an {@code ACCESS EXCLUSIVE} lock from its
 * record to the commit of its transaction, and a read waits for it without an end. Source: PostgreSQL documentation,
 * {@code lock_timeout} and "Hot Standby".
 *
 * <p>It is set for the life of a physical connection by a column of the question that each new one is asked. A shorter
 * bound that the server, the role or the data source has already is kept.
 *
 * @param most the bound; zero leaves the connection as it is
 */
public record LockTimeout(Duration most) {

    /** The question with that column after the others. */
    String in(String question) {
        if (most.isZero()) {
            return question;
        }
        String millis = String.valueOf(most.toMillis());
        return question
                + ", set_config('lock_timeout', CASE WHEN current_setting('lock_timeout')::interval > interval '0'"
                + " AND current_setting('lock_timeout')::interval < interval '" + millis + " ms'"
                + " THEN current_setting('lock_timeout') ELSE '" + millis + "' END, false)";
    }
}
