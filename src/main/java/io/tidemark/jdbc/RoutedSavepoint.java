package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.ConnectionCall;
import io.tidemark.jdbc.physical.PhysicalConnection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A savepoint in a transaction of the connection's own, which may have been set before that began on a server. */
final class RoutedSavepoint implements Savepoint {

    private final int id;
    private final Optional<String> name;
    private @Nullable Savepoint physical;
    private boolean released;
    private boolean gone;

    RoutedSavepoint(int id, Optional<String> name) {
        this.id = id;
        this.name = name;
    }

    /** Sets it on that connection, in place of one that it was set on before. */
    void setOn(PhysicalConnection on) throws SQLException {
        ConnectionCall<Savepoint> set = name.isPresent() ? c -> c.setSavepoint(name.get()) : c -> c.setSavepoint();
        physical = set.of(on);
    }

    /**
     * The driver's.
     *
     * @throws SQLException if it is gone, or was never set on a server
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
        if (gone) {
            throw SqlErrors.noSavepoint();
        }
    }

    private void checkNotReleased() throws SQLException {
        if (released) {
            throw SqlErrors.releasedSavepoint();
        }
    }

    /** The application gives it up. */
    void release() {
        released = true;
    }

    /** An earlier one was released or rolled back to, or the transaction is over. */
    void end() {
        gone = true;
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
