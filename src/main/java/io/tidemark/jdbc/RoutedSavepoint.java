package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.ConnectionCall;
import io.tidemark.jdbc.physical.PhysicalConnection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A savepoint in a local transaction. It may be set before the transaction begins on a server. */
final class RoutedSavepoint implements Savepoint {

    private final int id;
    private final Optional<String> name;
    private @Nullable Savepoint physical;
    private boolean released;
    private boolean ended;

    RoutedSavepoint(int id, Optional<String> name) {
        this.id = id;
        this.name = name;
    }

    /** Sets it on that connection, in place of a former one. */
    void setOn(PhysicalConnection on) throws SQLException {
        ConnectionCall<Savepoint> set = name.isPresent() ? c -> c.setSavepoint(name.get()) : c -> c.setSavepoint();
        physical = set.of(on);
    }

    /**
     * The driver's savepoint.
     *
     * @throws SQLException if it has ended, or was never set on a server
     */
    Savepoint physical() throws SQLException {
        check();
        Savepoint known = physical;
        if (known == null) {
            throw SqlErrors.noSavepoint();
        }
        return known;
    }

    void check() throws SQLException {
        checkNotReleased();
        if (ended) {
            throw SqlErrors.noSavepoint();
        }
    }

    private void checkNotReleased() throws SQLException {
        if (released) {
            throw SqlErrors.releasedSavepoint();
        }
    }

    /** Records that the application released it. */
    void release() {
        released = true;
    }

    /** Ends it: an earlier savepoint was released or rolled back to, or the transaction has ended. */
    void end() {
        ended = true;
    }

    @Override
    public int getSavepointId() throws SQLException {
        checkNotReleased();
        if (name.isPresent()) {
            throw SqlErrors.namedSavepoint();
        }
        return id;
    }

    @Override
    public String getSavepointName() throws SQLException {
        checkNotReleased();
        return name.orElseThrow(SqlErrors::unnamedSavepoint);
    }
}
