package io.tidemark.postgres;

import java.time.Duration;

/**
 * The maximum time for which a read on a replica waits for a lock. Replay holds an {@code ACCESS EXCLUSIVE} lock from its
 * record to the commit of its transaction. By default, a read waits for it without limit. Source: PostgreSQL documentation,
 * {@code lock_timeout} and "Hot Standby".
 *
 * <p>The query that identifies a new physical connection also sets the timeout, for the connection's whole life. A shorter
 * timeout of the server, the role or the data source is kept.
 *
 * @param most the timeout; zero leaves the connection unchanged
 */
public record LockTimeout(Duration most) {

    /** Returns the query with one more column, which sets the timeout. */
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
