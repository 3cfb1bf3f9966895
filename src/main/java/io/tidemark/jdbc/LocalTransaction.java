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

    private final PhysicalConnection on;
    private final Decision decision;
    private @Nullable Write write;

    /** A COMMIT may have been among the statements since the outcome was last told. */
    private boolean mayHaveCommitted;

    /** Texts that changed settings of the session, which hold from here on if the transaction commits. */
    private List<String> settings = List.of();

    /** Somebody holds what can commit past us, whenever he likes. */
    private boolean escaped;

    /** The server's state was seen since the outcome was last told, which may be why the transaction is rolled back. */
    private boolean learned;

    /**
     * @param decision what brought it where it is
     */
    LocalTransaction(PhysicalConnection on, Decision decision) {
        this.on = on;
        this.decision = decision;
    }

    PhysicalConnection on() {
        return on;
    }

    Decision decision() {
        return decision;
    }

    boolean onReplica() {
        return on.route() == Route.REPLICA;
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
    void escapes(Write writes) {
        write = writes;
        escaped = true;
    }

    /** Whatever comes of the transaction, the caller's next reads must not be older than what was seen in it. */
    void learned() {
        learned = true;
    }

    /** A statement in it changed settings of the session. */
    void set(String sql) {
        List<String> all = new ArrayList<>(settings);
        all.add(sql);
        settings = all;
    }

    List<String> settings() {
        return settings;
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
        learned = false;
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
            StatementRouter.announce(write, on);
        }
        Write told = take();
        try {
            on.connection().commit();
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
            on.connection().rollback();
        } catch (RuntimeException thrown) {
            afterFailure(told);
            throw SqlCauses.revealed(thrown);
        } catch (SQLException | Error failure) {
            afterFailure(told);
            throw failure;
        } finally {
            on.rolledBack();
        }
        if (told != null && !escaped && !mayHaveCommitted && !learned) {
            told.rolledBack();
        } else if (told != null) {
            told.ended();
        }
    }

    private void afterFailure(@Nullable Write told) {
        if (told != null && on.answers()) {
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
