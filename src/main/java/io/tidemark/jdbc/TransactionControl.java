package io.tidemark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an application says of the transaction of the connection's own: auto-commit, its end, its savepoints. */
final class TransactionControl {

    private final Course course;
    private final Escapes escapes;

    TransactionControl(Course course, Escapes escapes) {
        this.course = course;
        this.escapes = escapes;
    }

    boolean autoCommit() {
        return course.servers().autoCommit() && course.jta().isEmpty();
    }

    void autoCommit(boolean wanted) throws SQLException {
        if (inJta()) {
            byContainer("set auto-commit", c -> c.setAutoCommit(wanted));
            return;
        }
        if (wanted && !course.servers().autoCommit()) {
            commit();
        }
        course.servers().autoCommit(wanted);
    }

    void commit() throws SQLException {
        if (inJta()) {
            byContainer("commit", Connection::commit);
            return;
        }
        LocalTransaction ending = ending("commit");
        if (ending != null) {
            end(ending, LocalTransaction::commit, course::committed);
        }
    }

    void rollback() throws SQLException {
        if (inJta()) {
            byContainer("roll back", Connection::rollback);
            return;
        }
        LocalTransaction ending = ending("roll back");
        if (ending != null) {
            end(ending, LocalTransaction::rollback, course::over);
        }
    }

    /** One way to end a transaction. */
    private interface End {
        void of(LocalTransaction transaction) throws SQLException;
    }

    private void end(LocalTransaction ending, End end, Runnable ended) throws SQLException {
        try {
            end.of(ending);
        } catch (SQLException failure) {
            ReplicaFailure what = ReplicaFailure.of(failure);
            if (!ending.onReplica() || !what.endsTransaction()) {
                throw failure;
            }
            // It wrote nothing, and what it read has been read: that the replica was lost since is nobody's failure.
            course.ended(what, Causes.why(failure));
        }
        ended.run();
        escapes.goOn(ending.on());
    }

    /** Takes back a part of the open transaction. */
    void rollback(Savepoint savepoint) throws SQLException {
        Physical physical = course.forCall();
        Call<Boolean> rollback = c -> {
            c.rollback(savepoint);
            return true;
        };
        rollback.of(physical);
        physical.rolledBack();
    }

    private boolean inJta() {
        return course.local() == null && course.jta().isPresent();
    }

    /** The server that runs the transaction has its own words for it, if there is a connection to refuse it. */
    private void byContainer(String verb, Setting.Undo refused) throws SQLException {
        Optional<Physical> bound = course.servers().boundPrimary(course.jta());
        if (bound.isEmpty()) {
            throw Refusal.byContainer(verb);
        }
        refused.on(bound.get().connection());
    }

    /** The transaction to end; none if no statement has begun one. */
    private @Nullable LocalTransaction ending(String verb) throws SQLException {
        if (course.local() == null && course.servers().autoCommit()) {
            throw Refusal.noTransaction(verb);
        }
        if (escapes.any()) {
            // What escaped may have begun one on the primary, or written in the one that is open.
            course.forCall();
            escapes.ending();
        }
        return course.local();
    }

    Savepoint savepoint(Call<Savepoint> set) throws SQLException {
        if (course.local() == null
                && course.servers().autoCommit()
                && course.jta().isEmpty()) {
            throw Refusal.noTransaction("set a savepoint");
        }
        return set.of(course.forCall());
    }
}
