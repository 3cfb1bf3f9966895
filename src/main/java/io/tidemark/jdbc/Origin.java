package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.routing.Write;
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
        Write write = course.beginWrite();
        T written;
        try {
            course.forWrite(write, course.writeDecision(), "");
            course.sent(course.writeDecision());
            course.learned();
            written = writing.run();
        } catch (RuntimeException thrown) {
            course.failed(write);
            throw Causes.revealed(thrown);
        } catch (SQLException | Error failure) {
            course.failed(write);
            throw failure;
        }
        course.ran(write);
        return written;
    }
}
