package io.tidemark.jdbc;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.routing.Decision;
import java.sql.SQLException;

/**
 * Where something came from that can write by itself, without a statement of the application: a row, a large object.
 *
 * @param on the connection that it is read over, and written
 */
record Origin(Session session, Physical on) {

    /** One write, by the driver's own means. */
    interface Writing<T> {
        T run() throws SQLException;
    }

    /** Runs it as a write, like a statement that is one. What was read on a replica cannot be written. */
    <T> T write(Writing<T> writing) throws SQLException {
        session.checkOpen();
        if (on.route() == Route.REPLICA) {
            throw Refusal.writeOfWhatTheReplicaGave();
        }
        Course course = session.course();
        return course.write(write -> {
            course.forWrite(write, Decision.of(Reason.WRITE), "");
            course.sent(Decision.of(Reason.WRITE));
            course.learned();
            return writing.run();
        });
    }
}
