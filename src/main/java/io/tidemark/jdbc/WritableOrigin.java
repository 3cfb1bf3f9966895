package io.tidemark.jdbc;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.routing.Decision;
import java.sql.SQLException;

/**
 * The origin of an object that can write without a statement of the application: a row or a large object.
 *
 * @param on the physical connection that it was read over, and is written over
 */
record WritableOrigin(ConnectionLifecycle lifecycle, PhysicalConnection on) {

    /** A write that the driver makes. */
    interface Writing<T> {
        T run() throws SQLException;
    }

    /** Runs it as a write, like a statement. An object that was read on a replica cannot be written. */
    <T> T write(Writing<T> writing) throws SQLException {
        lifecycle.checkOpen();
        if (on.route() == Route.REPLICA) {
            throw SqlErrors.writeOfReplicaRow();
        }
        StatementRouter router = lifecycle.router();
        return router.write(write -> {
            router.forWrite(write, Decision.of(Reason.WRITE), TransactionText.NO_STATEMENT);
            router.statementSent(Decision.of(Reason.WRITE), TransactionText.NO_STATEMENT);
            router.observedPrimary();
            return writing.run();
        });
    }
}
