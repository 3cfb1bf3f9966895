package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.routing.Decision;
import io.tidemark.writes.Write;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open local transaction (auto-commit off, outside JTA). It stays on one physical connection.
 *
 * <p>The outcome is reported once to its write. After a COMMIT or ROLLBACK that threw, the transaction may still be open.
 */
final class LocalTransaction {

    private final PhysicalConnection physical;
    private final Decision decision;
    private @Nullable Write write;

    /** True if a statement may have committed since the last report of the outcome. */
    private boolean mayHaveCommitted;

    /** Texts that changed settings of the session. They stay in effect if the transaction commits. */
    private List<String> settingTexts = List.of();

    /** True if the application has a handle of the driver, which can commit at any time. */
    private boolean handedOut;

    /** True if a result showed the primary's state since the last report. The rollback may be due to that state. */
    private boolean observedPrimary;

    /**
     * Begins with the first statement.
     *
     * @param decision the decision for the first statement
     */
    LocalTransaction(PhysicalConnection physical, Decision decision) {
        this.physical = physical;
        this.decision = decision;
    }

    PhysicalConnection physical() {
        return physical;
    }

    Decision decision() {
        return decision;
    }

    boolean onReplica() {
        return physical.route() == Route.REPLICA;
    }

    /** The write that its statements belong to; null if it has not written. */
    @Nullable
    Write write() {
        return write;
    }

    /** Records a statement that is about to be sent, and the write that it belongs to. */
    void wrote(Write writes, String sql) {
        write = writes;
        mayHaveCommitted |= TransactionText.mayCommit(sql);
    }

    /** Records that a handle of the driver is about to be handed out, which can write and commit without the routing. */
    void handedOut(Write writes) {
        write = writes;
        handedOut = true;
    }

    /** Records that a result showed the primary's state. The caller's next reads must include it, even after a rollback. */
    void observedPrimary() {
        observedPrimary = true;
    }

    /** Records a statement that changed settings of the session. */
    void changedSettings(String sql) {
        List<String> all = new ArrayList<>(settingTexts);
        all.add(sql);
        settingTexts = all;
    }

    List<String> settingTexts() {
        return settingTexts;
    }

    boolean mayHaveCommitted() {
        return mayHaveCommitted;
    }

    /**
     * Reports the writes so far as ended, since the text of a statement may have committed them.
     *
     * @param next the write for later statements, and for earlier ones if they are not committed yet
     */
    void committedSoFar(Write next) {
        Write told = take();
        write = next;
        mayHaveCommitted = false;
        observedPrimary = false;
        if (told != null) {
            told.afterCommit();
        }
    }

    /**
     * Commits, after the writes were announced. Their outcome is reported in any case, since a COMMIT that threw may have been
     * carried out.
     */
    void commit() throws SQLException {
        if (write != null) {
            // No statement may have announced them yet: text after a COMMIT is sent together with it.
            StatementRouter.announce(write, physical);
        }
        Write told = take();
        try {
            physical.connection().commit();
        } catch (RuntimeException thrown) {
            afterFailure(told);
            throw SqlCauses.revealed(thrown);
        } catch (SQLException | Error failure) {
            afterFailure(told);
            throw failure;
        }
        if (told != null) {
            told.afterCommit();
        }
    }

    /** Rolls back. If that throws, the outcome of the writes is not known. */
    void rollback() throws SQLException {
        Write told = take();
        try {
            physical.connection().rollback();
        } catch (RuntimeException thrown) {
            afterFailure(told);
            throw SqlCauses.revealed(thrown);
        } catch (SQLException | Error failure) {
            afterFailure(told);
            throw failure;
        } finally {
            physical.rolledBack();
        }
        if (told != null && !handedOut && !mayHaveCommitted && !observedPrimary) {
            told.afterRollback();
        } else if (told != null) {
            told.afterCommit();
        }
    }

    private void afterFailure(@Nullable Write told) {
        if (told != null && physical.answers()) {
            told.afterCommit();
        } else if (told != null) {
            told.outcomeUnknown(Write.Lost.COMMIT);
        }
    }

    private @Nullable Write take() {
        Write taken = write;
        write = null;
        return taken;
    }
}
