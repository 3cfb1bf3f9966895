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
 * An open transaction of the connection's own, on the one physical connection that it stays on.
 *
 * <p>Its writes are told their outcome once. After a COMMIT or ROLLBACK that threw, it may still be open.
 */
final class LocalTransaction {

    private final PhysicalConnection physical;
    private final Decision decision;
    private @Nullable Write write;

    /** A COMMIT may have been among the statements since the outcome was last told. */
    private boolean mayHaveCommitted;

    /** Texts that changed settings of the session, which hold from here on if the transaction commits. */
    private List<String> settingTexts = List.of();

    /** Somebody holds what can commit past us, whenever he likes. */
    private boolean handedOut;

    /** The server's state was seen since the outcome was last told, which may be why the transaction is rolled back. */
    private boolean observedPrimary;

    /**
     * @param decision what brought it where it is
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

    /** Its writes so far. */
    @Nullable
    Write write() {
        return write;
    }

    /** The statement is about to be sent, as one of these writes. */
    void wrote(Write writes, String sql) {
        write = writes;
        mayHaveCommitted |= TransactionText.mayCommit(sql);
    }

    /** Something is about to be handed out that can write, and commit, past us. */
    void handedOut(Write writes) {
        write = writes;
        handedOut = true;
    }

    /** Whatever comes of the transaction, the caller's next reads must not be older than what was seen in it. */
    void observedPrimary() {
        observedPrimary = true;
    }

    /** A statement in it changed settings of the session. */
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
     * What was written so far may be committed by the text of a statement, and is told so.
     *
     * @param next for whatever is not committed yet, or is written from here on
     */
    void committedSoFar(Write next) {
        Write told = take();
        write = next;
        mayHaveCommitted = false;
        observedPrimary = false;
        if (told != null) {
            told.ended();
        }
    }

    /**
     * Commits, once the store knows of the writes. These are told in any case: a COMMIT that threw may have been carried
     * out.
     */
    void commit() throws SQLException {
        if (write != null) {
            // Also if no statement has told of it yet: what follows a COMMIT in SQL text has been sent with that.
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
            told.ended();
        }
    }

    /** Rolls back. If that throws, what became of the writes is not known. */
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
            told.rolledBack();
        } else if (told != null) {
            told.ended();
        }
    }

    private void afterFailure(@Nullable Write told) {
        if (told != null && physical.answers()) {
            told.ended();
        } else if (told != null) {
            told.inDoubt(Write.Lost.COMMIT);
        }
    }

    private @Nullable Write take() {
        Write taken = write;
        write = null;
        return taken;
    }
}
