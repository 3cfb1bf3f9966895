package io.tidemark.jdbc;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.routing.Decision;
import java.sql.SQLException;

/**
 * Where something came from that can write by itself, without a statement of the application: a row, a large object.
 *
 * @param on the connection that it is read over, and written
 */
record WritableOrigin(ConnectionLifecycle lifecycle, PhysicalConnection on) {

    /** One write, by the driver's own means. */
    interface Writing<T> {
        T run() throws SQLException;
    }

    /** Runs it as a write, like a statement that is one. What was read on a replica cannot be written. */
    <T> T write(Writing<T> writing) throws SQLException {
        lifecycle.checkOpen();
        if (on.route() == Route.REPLICA) {
            throw SqlErrors.writeOfReplicaRow();
        }
        StatementRouter router = lifecycle.router();
        return router.write(write -> {
            router.forWrite(write, Decision.of(Reason.WRITE), TransactionText.NO_STATEMENT);
            router.statementSent(Decision.of(Reason.WRITE));
            router.observedPrimary();
            return writing.run();
        });
    }
}
